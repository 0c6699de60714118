package chat.gateway.account;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What all accounts have in common.
 *
 * @param changeQueue how many changes of accounts wait for the stream of users to take them; what
 *     there is no room for is found in the tables again and carried on
 * @param pepperFile file of the secret that every password is hashed with, at least 32 bytes in
 *     Base64; the same for all gateways, and for ever, as nobody can sign in with another
 * @param claimLease how long a registration under way keeps an email and a username from others;
 *     one that takes longer may be overtaken, never doubled
 */
@ConfigurationProperties("chat.account")
record AccountSettings(
    @Nullable Path pepperFile,
    @DefaultValue("30s") Duration claimLease,
    @DefaultValue("1000") int changeQueue) {

  AccountSettings {
    if (claimLease.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "chat.account.claim-lease: " + claimLease + " (expected: >= 1s)");
    }
    if (changeQueue < 1) {
      throw new IllegalArgumentException(
          "chat.account.change-queue: " + changeQueue + " (expected: > 0)");
    }
  }
}
