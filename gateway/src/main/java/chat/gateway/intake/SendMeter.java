package chat.gateway.intake;

import chat.gateway.problem.ProblemCode;
import chat.gateway.problem.Refusal;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Times sends, from when they were understood to their answer, by what the answer is. */
final class SendMeter {

  private final Timer acknowledged;
  private final Timer repeated;
  private final Map<ProblemCode, Timer> refused = new EnumMap<>(ProblemCode.class);

  SendMeter(MeterRegistry registry) {
    acknowledged = timer(registry, "acknowledged");
    repeated = timer(registry, "repeated");
    for (ProblemCode code : ProblemCode.values()) {
      refused.put(code, timer(registry, code.word()));
    }
  }

  /** The same, and timed. */
  Sending timed(Sending sending) {
    long start = System.nanoTime();
    CompletionStage<Sent> sent =
        sending
            .sent()
            .whenComplete(
                (done, error) ->
                    outcome(done, error).record(Duration.ofNanos(System.nanoTime() - start)));
    return new Sending(sending.begun(), sent);
  }

  private Timer outcome(@Nullable Sent sent, Throwable error) {
    if (sent == null) {
      return Objects.requireNonNull(refused.get(Refusal.from(error).code()));
    }
    return sent.first() ? acknowledged : repeated;
  }

  private static Timer timer(MeterRegistry registry, String outcome) {
    return Timer.builder("chat.sends")
        .description("Sends of messages, by outcome: acknowledged is the time until the ack")
        .tag("outcome", outcome)
        .publishPercentileHistogram() // of all: one metric is of one kind
        .minimumExpectedValue(Duration.ofMillis(1))
        .maximumExpectedValue(Duration.ofSeconds(15))
        .register(registry);
  }
}
