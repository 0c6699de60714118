package chat.gateway.message;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.tracing.Stretch;
import chat.tracing.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Times and traces sends, from the parsed request to the answer. */
final class SendMeter {

  private final Tracing tracing;
  private final Timer acknowledged;
  private final Timer repeated;
  private final Map<ProblemCode, Timer> refused = new EnumMap<>(ProblemCode.class);

  SendMeter(MeterRegistry registry, Tracing tracing) {
    this.tracing = tracing;
    acknowledged = timer(registry, "acknowledged");
    repeated = timer(registry, "repeated");
    for (ProblemCode code : ProblemCode.values()) {
      refused.put(code, timer(registry, code.word()));
    }
  }

  /** Begins a span for a send, as a child of the thread's current span. */
  Stretch begin(String room) {
    Stretch stretch = tracing.write("send chat.messages");
    stretch.tell("chat.room", room);
    return stretch;
  }

  /** Ends the span and records the time when the send is done. */
  CompletableFuture<Sent> timed(CompletableFuture<Sent> sending, Stretch stretch) {
    long start = System.nanoTime();
    return sending.whenComplete(
        (sent, error) -> {
          outcome(sent, error).record(Duration.ofNanos(System.nanoTime() - start));
          end(stretch, error);
        });
  }

  private static void end(Stretch stretch, @Nullable Throwable error) {
    if (error != null) {
      stretch.fail(Refusal.codeOf(error).word());
    }
    stretch.end();
  }

  private Timer outcome(@Nullable Sent sent, Throwable error) {
    if (sent == null) {
      return Objects.requireNonNull(refused.get(Refusal.codeOf(error)));
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
