package chat.writer.webhook;

import chat.edge.guard.SettingBounds;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How webhooks are delivered.
 *
 * @param enabled whether this process delivers to webhooks; at least one process has to, if there
 *     are any
 * @param allowedNetworks networks, as {@code 10.0.0.0/8}, that webhooks may reach although they are
 *     not public; also by http without TLS. Without any, only public addresses by https are reached
 * @param attempts number of attempts for an event (1 or more) of webhooks that name none; after the
 *     last one it becomes a dead letter and the next event of the room follows
 * @param timeout longest wait for a receiver's answer (100ms to 20s)
 * @param firstRetry wait after a first failed attempt (10ms or more); it doubles with each further
 *     one, and half of it is random
 * @param lastRetry longest such wait, and longest that a receiver's {@code Retry-After} is followed
 */
@ConfigurationProperties("chat.writer.webhooks")
record WebhookSettings(
    @DefaultValue("true") boolean enabled,
    @DefaultValue List<String> allowedNetworks,
    @DefaultValue("20") int attempts,
    @DefaultValue("10s") Duration timeout,
    @DefaultValue("1s") Duration firstRetry,
    @DefaultValue("10m") Duration lastRetry) {

  private static final int MOST_DOUBLINGS = 30;

  WebhookSettings {
    SettingBounds.atLeast("chat.writer.webhooks.attempts", attempts, 1);
    SettingBounds.between(
        "chat.writer.webhooks.timeout", timeout, Duration.ofMillis(100), Duration.ofSeconds(20));
    SettingBounds.atLeast("chat.writer.webhooks.first-retry", firstRetry, Duration.ofMillis(10));
    SettingBounds.atLeast("chat.writer.webhooks.last-retry", lastRetry, firstRetry);
    allowedNetworks = List.copyOf(allowedNetworks);
    allowedNetworks.forEach(AddressBlock::of);
  }

  /** The addresses that may be reached. */
  AddressPolicy policy() {
    return new AddressPolicy(allowedNetworks.stream().map(AddressBlock::of).toList());
  }

  /** The wait after a number of failed attempts. */
  Duration rest(int failures, RandomGenerator random) {
    int doublings = Math.min(failures - 1, MOST_DOUBLINGS);
    Duration doubled = firstRetry.multipliedBy(1L << doublings);
    long most = (doubled.compareTo(lastRetry) < 0 ? doubled : lastRetry).toNanos();
    return Duration.ofNanos(most - random.nextLong(most / 2));
  }
}
