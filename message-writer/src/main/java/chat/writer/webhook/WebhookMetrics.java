package chat.writer.webhook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.InstantSource;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

/** The metrics of all webhooks of a process, which are there also while there is no webhook. */
final class WebhookMetrics {

  private final MeterRegistry meters;
  private final Counter deadLetters;

  WebhookMetrics(MeterRegistry meters, WebhookReader reader) {
    this.meters = meters;
    Gauge.builder("chat.webhooks.unreadable", reader, WebhookReader::unreadable)
        .description("Places of the stream at which webhooks wait because its records are corrupt")
        .register(meters);
    this.deadLetters =
        Counter.builder("chat.webhooks.dead.letters")
            .description("Events that no receiver accepted in all attempts")
            .register(meters);
  }

  /** Shows running webhooks; the collection may be read by any thread. */
  void show(Collection<WebhookConsumer> running, InstantSource clock) {
    Gauge.builder("chat.webhooks.running", running, Collection::size)
        .description("Webhooks that this process delivers to")
        .strongReference(true)
        .register(meters);
    TimeGauge.builder(
            "chat.webhooks.lag.time", () -> oldest(running, clock.millis()), TimeUnit.MILLISECONDS)
        .description("Age of the oldest polled event of all webhooks that is not delivered")
        .strongReference(true)
        .register(meters);
  }

  private static long oldest(Collection<WebhookConsumer> running, long now) {
    return running.stream()
        .mapToLong(consumer -> consumer.report().oldest())
        .filter(oldest -> oldest > 0)
        .map(oldest -> Math.max(0, now - oldest))
        .max()
        .orElse(0);
  }

  void deadLetter() {
    deadLetters.increment();
  }
}
