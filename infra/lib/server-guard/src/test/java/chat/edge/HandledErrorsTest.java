package chat.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class HandledErrorsTest {

  private static final String COORDINATOR =
      "org.apache.kafka.clients.consumer.internals.ConsumerCoordinator";

  @Test
  void errors_of_a_consumer_that_are_thrown_too_are_dropped_and_nothing_else() {
    LoggerContext context = new LoggerContext();
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);

    HandledErrors.install(context);
    context
        .getLogger(COORDINATOR)
        .error("[Consumer c] Offset commit failed on partition {}", "a-1");
    context.getLogger(COORDINATOR).error("[Consumer c] Heartbeat thread failed");
    context.getLogger(COORDINATOR).warn("consumer poll timeout has expired");
    context.getLogger("chat.writer").error("a task failed");

    assertThat(appender.list)
        .extracting(ILoggingEvent::getMessage)
        .containsExactly(
            "[Consumer c] Heartbeat thread failed",
            "consumer poll timeout has expired",
            "a task failed");
  }
}
