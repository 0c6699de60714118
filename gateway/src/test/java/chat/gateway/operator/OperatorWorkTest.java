package chat.gateway.operator;

import static org.assertj.core.api.Assertions.assertThat;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class OperatorWorkTest {

  @Test
  void failures_of_the_log_and_of_shards_are_unavailable() {
    for (Throwable failure :
        List.of(
            new KafkaException("closed"),
            new TimeoutException("no answer"),
            new TopicAuthorizationException("chat.dead-letters"),
            new java.util.concurrent.TimeoutException())) {
      assertThat(code(failure)).isEqualTo(ProblemCode.UNAVAILABLE);
      assertThat(code(new CompletionException(failure))).isEqualTo(ProblemCode.UNAVAILABLE);
    }
  }

  @Test
  void other_failures_are_as_they_were() {
    Refusal refusal = Refusal.notFound();
    RuntimeException fault = new IllegalStateException();

    assertThat(OperatorWork.translated(new CompletionException(refusal))).isSameAs(refusal);
    assertThat(OperatorWork.translated(fault)).isSameAs(fault);
  }

  private static ProblemCode code(Throwable failure) {
    return ((Refusal) OperatorWork.translated(failure)).code();
  }
}
