package chat.gateway.account.password;

import chat.edge.guard.SettingBounds;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How passwords are hashed.
 *
 * @param cost binary logarithm of the rounds of bcrypt (4 to 31); each step doubles the time of a
 *     sign-in
 * @param threads number of passwords that one gateway hashes at a time (0 or more); 0: half of the
 *     processors. At most 64 others wait, further sign-ins get 503
 * @param restFactor time that a hashing thread rests after each password, as a multiple of the time
 *     that it took to hash (0 or more). Where N gateways share the processors, N - 1 lets them hash
 *     in turn; the sign-ins at the end of the queue then wait N times as long
 * @param queue largest number of sign-ins that wait for a thread
 */
@ConfigurationProperties("chat.account.password")
record PasswordSettings(int cost, int threads, int restFactor, int queue) {

  /** Several seconds of work for one thread; further sign-ins would wait too long. */
  private static final int QUEUE = 64;

  PasswordSettings {
    SettingBounds.between("chat.account.password.cost", cost, 4, 31);
    SettingBounds.atLeast("chat.account.password.threads", threads, 0);
    SettingBounds.atLeast("chat.account.password.rest-factor", restFactor, 0);
  }

  @ConstructorBinding
  PasswordSettings(
      @DefaultValue("10") int cost,
      @DefaultValue("0") int threads,
      @DefaultValue("0") int restFactor) {
    this(cost, threads, restFactor, QUEUE);
  }

  int poolSize() {
    return threads > 0 ? threads : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  }
}
