package chat.gateway.account.password;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How passwords are hashed.
 *
 * @param cost binary logarithm of bcrypt's rounds, 4 to 31; each step doubles the time
 * @param threads how many are hashed at once; 0 means half of the processors, so that chatting goes
 *     on while many sign in
 * @param restFactor how many times as long as it hashed a thread then rests, whatever else there is
 *     to do; where several gateways share the processors, as many as there are others. Who waits
 *     for a thread waits that much longer, so the queue should be the shorter
 * @param queue how many wait for a thread before further ones are refused
 */
@ConfigurationProperties("chat.account.password")
record PasswordSettings(
    @DefaultValue("10") int cost,
    @DefaultValue("0") int threads,
    @DefaultValue("0") int restFactor,
    @DefaultValue("64") int queue) {

  PasswordSettings {
    if (cost < 4 || cost > 31) {
      throw new IllegalArgumentException(
          "chat.account.password.cost: " + cost + " (expected: 4-31)");
    }
    if (threads < 0) {
      throw new IllegalArgumentException(
          "chat.account.password.threads: " + threads + " (expected: >= 0)");
    }
    if (restFactor < 0) {
      throw new IllegalArgumentException(
          "chat.account.password.rest-factor: " + restFactor + " (expected: >= 0)");
    }
    if (queue < 1) {
      throw new IllegalArgumentException(
          "chat.account.password.queue: " + queue + " (expected: > 0)");
    }
  }

  int poolSize() {
    return threads > 0 ? threads : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  }
}
