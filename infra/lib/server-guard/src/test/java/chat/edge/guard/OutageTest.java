package chat.edge.guard;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OutageTest {

  private final Logger logger = (Logger) LoggerFactory.getLogger(OutageTest.class);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final Outage outage = new Outage(logger, "it fails: {}", "it works again");

  @BeforeEach
  void listen() {
    logged.start();
    logger.addAppender(logged);
    logger.setAdditive(false);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(logged);
  }

  @Test
  void each_change_is_logged_once_and_the_failure_with_its_stack_trace() {
    outage.over();
    for (int i = 0; i < 2; i++) {
      outage.failed(new IllegalStateException("planted", new IllegalArgumentException("cause")));
      outage.failed(new IllegalStateException("again"));
      outage.over();
      outage.over();
    }

    assertThat(logged.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "it fails: java.lang.IllegalStateException: planted",
            "it works again",
            "it fails: java.lang.IllegalStateException: planted",
            "it works again");
    assertThat(ThrowableProxyUtil.asString(logged.list.get(0).getThrowableProxy()))
        .contains("OutageTest", "IllegalArgumentException: cause");
  }
}
