package chat.gateway.problem;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class UnforeseenTest {

  private final Logger logger = (Logger) LoggerFactory.getLogger(Unforeseen.class);
  private final ListAppender<ILoggingEvent> said = new ListAppender<>();

  @BeforeEach
  void listen() {
    said.start();
    logger.addAppender(said);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(said);
  }

  @Test
  void a_mistake_of_ours_is_said_once_with_its_place_and_nothing_of_what_clients_sent() {
    RuntimeException mistake = new IllegalStateException("content: my secret", new Error("token"));

    Refusal refusal = Refusal.from(new CompletionException(mistake));

    assertThat(refusal.code()).isEqualTo(ProblemCode.UNAVAILABLE);
    assertThat(refusal.detail()).isEqualTo("not possible at present");
    assertThat(said.list).hasSize(1);
    String text = ThrowableProxyUtil.asString(said.list.get(0).getThrowableProxy());
    assertThat(said.list.get(0).getFormattedMessage() + text)
        .contains("java.lang.IllegalStateException", "java.lang.Error", "UnforeseenTest")
        .doesNotContain("secret", "token");
  }

  @Test
  void whoever_only_looks_says_nothing() {
    assertThat(Refusal.codeOf(new IllegalStateException())).isEqualTo(ProblemCode.UNAVAILABLE);
    assertThat(said.list).isEmpty();
  }

  @Test
  void the_trouble_of_dependencies_is_theirs_to_tell_and_a_refusal_is_an_answer() {
    List<Exception> foreseen =
        List.of(
            new DriverTimeoutException("x"),
            new TimeoutException("x"),
            Refusal.of(ProblemCode.CONFLICT, "x"));

    assertThat(foreseen.stream().map(Refusal::from).map(Refusal::code))
        .containsExactly(ProblemCode.UNAVAILABLE, ProblemCode.UNAVAILABLE, ProblemCode.CONFLICT);
    assertThat(said.list).isEmpty();
  }
}
