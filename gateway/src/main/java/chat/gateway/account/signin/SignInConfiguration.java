package chat.gateway.account.signin;

import chat.gateway.account.AccountChanges;
import chat.gateway.account.AccountTables;
import chat.gateway.account.SignInRetention;
import chat.gateway.account.TimeOrderedIds;
import chat.gateway.account.token.Secret;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the sign-ins. */
@Configuration(proxyBeanMethods = false)
class SignInConfiguration {

  @Bean
  SignInRetention signInRetention(RefreshSettings settings) {
    return new SignInRetention(settings.rowLifetime());
  }

  @Bean
  Families families(
      RefreshSettings settings,
      FamilyTable table,
      AccountTables accounts,
      AccountChanges changes,
      TimeOrderedIds ids,
      Secret pepper,
      InstantSource clock) {
    RefreshTokens tokens = new RefreshTokens(pepper, new SecureRandom());
    return new Families(table, accounts, tokens, settings, changes, ids, clock);
  }
}
