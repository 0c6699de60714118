package chat.edge.problem;

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

class UnexpectedErrorsTest {

  private final Logger logger = (Logger) LoggerFactory.getLogger(UnexpectedErrors.class);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  @BeforeEach
  void listen() {
    logged.start();
    logger.addAppender(logged);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(logged);
  }

  @Test
  void a_bug_is_logged_once_with_its_stack_trace_and_without_messages() {
    RuntimeException bug = new IllegalStateException("content: my secret", new Error("token"));

    Refusal refusal = Refusal.from(new CompletionException(bug));

    assertThat(refusal.code()).isEqualTo(ProblemCode.UNAVAILABLE);
    assertThat(refusal.detail()).isEqualTo("not possible at present");
    assertThat(logged.list).hasSize(1);
    String text = ThrowableProxyUtil.asString(logged.list.get(0).getThrowableProxy());
    assertThat(logged.list.get(0).getFormattedMessage() + text)
        .contains("java.lang.IllegalStateException", "java.lang.Error", "UnexpectedErrorsTest")
        .doesNotContain("secret", "token");
  }

  @Test
  void asking_for_the_code_logs_nothing() {
    assertThat(Refusal.codeOf(new IllegalStateException())).isEqualTo(ProblemCode.UNAVAILABLE);
    assertThat(logged.list).isEmpty();
  }

  @Test
  void failures_of_dependencies_and_refusals_are_not_logged() {
    List<Exception> expected =
        List.of(
            new DriverTimeoutException("x"),
            new TimeoutException("x"),
            Refusal.of(ProblemCode.CONFLICT, "x"));

    assertThat(expected.stream().map(Refusal::from).map(Refusal::code))
        .containsExactly(ProblemCode.UNAVAILABLE, ProblemCode.UNAVAILABLE, ProblemCode.CONFLICT);
    assertThat(logged.list).isEmpty();
  }
}
