package chat.gateway.account.issuer;

import chat.edge.issuer.Issuers;
import chat.edge.issuer.LocalAccounts;
import chat.gateway.account.IssuerAccounts;
import chat.gateway.account.events.Revocations;
import chat.gateway.account.token.AccessTokens;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the tokens of all issuers. */
@Configuration(proxyBeanMethods = false)
class IssuerTokenConfiguration {

  private static final Duration REMEMBERED = Duration.ofMinutes(5);

  @Bean
  BearerTokens bearerTokens(
      LocalAccounts accounts,
      AccessTokens ours,
      Issuers issuers,
      IssuerAccounts issuerAccounts,
      IssuerLogouts logouts,
      Revocations revocations) {
    return new BearerTokens(
        accounts.local(), ours, issuers, issuerAccounts::of, logouts, remembered(revocations));
  }

  /**
   * Half the time for which the end of one sign-in is known: after that, only the tables know it.
   */
  static Duration remembered(Revocations revocations) {
    Duration half = revocations.familyMemory().dividedBy(2);
    return half.compareTo(REMEMBERED) < 0 ? half : REMEMBERED;
  }
}
