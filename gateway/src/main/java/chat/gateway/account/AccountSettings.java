package chat.gateway.account;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.ConstructorBinding;

/**
 * How accounts are registered and changed.
 *
 * @param pepperFile file with the secret that goes into the hash of every password: at least 32
 *     bytes, in Base64. All gateways need the same one, forever: with another one no user can sign
 *     in
 * @param claimLease time in which a registration under way keeps an email and a username from
 *     others
 * @param changeQueue largest number of account changes that wait for the stream of users
 */
@ConfigurationProperties("chat.account")
record AccountSettings(@Nullable Path pepperFile, Duration claimLease, int changeQueue) {

  /** A registration that takes longer may be overtaken, never doubled. */
  private static final Duration CLAIM_LEASE = Duration.ofSeconds(30);

  /** What does not fit is found in the tables again and carried on. */
  private static final int CHANGE_QUEUE = 1000;

  @ConstructorBinding
  AccountSettings(@Nullable Path pepperFile) {
    this(pepperFile, CLAIM_LEASE, CHANGE_QUEUE);
  }
}
