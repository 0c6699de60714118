package chat.writer.webhook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What is known of the deliveries of a webhook, for its status and metrics. Thread-safe. */
final class WebhookReport {

  private static final String TAG = "hook";

  private final InstantSource clock;
  private final MeterRegistry meters;
  private final List<Meter> own = new ArrayList<>();
  private final Counter delivered;
  private final Counter failed;
  private final Timer answers;

  private volatile long behind;
  private volatile long oldest;

  private @Nullable Instant deliveredAt;
  private @Nullable Instant failedAt;
  private @Nullable String error;
  private @Nullable String gone;
  private boolean changed;

  WebhookReport(String hook, MeterRegistry meters, InstantSource clock) {
    this.clock = clock;
    this.meters = meters;
    this.delivered = counter(hook, "delivered");
    this.failed = counter(hook, "failed");
    this.answers =
        keep(
            Timer.builder("chat.webhook.answer")
                .description("Time that a receiver took to answer")
                .tag(TAG, hook)
                .register(meters));
    keep(
        Gauge.builder("chat.webhook.lag.records", () -> behind)
            .description("Records of this process's partitions that a webhook has not passed")
            .tag(TAG, hook)
            .register(meters));
    keep(
        TimeGauge.builder(
                "chat.webhook.lag.time",
                () -> oldest == 0 ? 0 : Math.max(0, clock.millis() - oldest),
                TimeUnit.MILLISECONDS)
            .description("Age of the oldest polled event that is not delivered")
            .tag(TAG, hook)
            .register(meters));
  }

  /** One attempt came to its end. */
  void attempted(Webhook hook, Answer answer, long nanos) {
    answers.record(nanos, TimeUnit.NANOSECONDS);
    (answer.isAccepted() ? delivered : failed).increment();
    synchronized (this) {
      changed = true;
      if (answer.isAccepted()) {
        deliveredAt = clock.instant();
        return;
      }
      failedAt = clock.instant();
      error = answer.error();
      if (answer.isGone()) {
        gone = hook.revision();
      }
    }
  }

  /** Its events can't be read. */
  synchronized void unreadable() {
    changed = true;
    failedAt = clock.instant();
    error = "the events can't be read";
  }

  /**
   * How far it is behind.
   *
   * @param oldest when the topic got the oldest event that waits; 0 if none does
   */
  void behind(long records, long oldest) {
    this.behind = records;
    this.oldest = oldest;
  }

  /** When the topic got the oldest event that waits; 0 if none does. */
  long oldest() {
    return oldest;
  }

  /** The revision whose receiver wants no further events; null if there is none. */
  synchronized @Nullable String gone() {
    return gone;
  }

  /** The status, if it changed since the last call. */
  synchronized @Nullable WebhookStatus takeChange() {
    if (!changed) {
      return null;
    }
    changed = false;
    return new WebhookStatus(deliveredAt, failedAt, error, gone);
  }

  /** The last change was not kept. */
  synchronized void changeAgain() {
    changed = true;
  }

  /** Removes the metrics. */
  void close() {
    own.forEach(meters::remove);
  }

  private Counter counter(String hook, String outcome) {
    return keep(
        Counter.builder("chat.webhook.deliveries")
            .description("Attempts to deliver events")
            .tag(TAG, hook)
            .tag("outcome", outcome)
            .register(meters));
  }

  private <T extends Meter> T keep(T meter) {
    own.add(meter);
    return meter;
  }
}
