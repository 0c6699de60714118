package chat.gateway.account;

import chat.gateway.account.events.Revocations;
import chat.gateway.account.events.UserLog;
import chat.gateway.account.password.Passwords;
import chat.gateway.account.token.Secret;
import chat.gateway.limits.Limits;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Wires accounts and their changes. */
@Configuration(proxyBeanMethods = false)
@Import({OwnAccount.class, IssuerAccounts.class, ServiceAccounts.class})
class AccountConfiguration {

  @Bean
  AccountChanges changes(
      AccountSettings settings,
      PendingChanges pending,
      AccountTables accounts,
      SignIns signIns,
      NameIndex names,
      Revocations revocations,
      UserLog log,
      MembershipRemoval removal,
      TimeOrderedIds ids,
      InstantSource clock) {
    return new AccountChanges(
        pending,
        accounts,
        signIns,
        names,
        revocations,
        log,
        removal,
        settings.changeQueue(),
        ids,
        clock);
  }

  @Bean
  Secret pepper(AccountSettings settings) {
    return Secret.read("chat.account.pepper-file", settings.pepperFile());
  }

  @Bean
  Accounts accounts(
      AccountSettings settings,
      AccountTables tables,
      Passwords passwords,
      AccountChanges changes,
      Limits limits,
      TimeOrderedIds ids,
      InstantSource clock) {
    return new Accounts(tables, passwords, changes, limits, ids, clock, settings.claimLease());
  }

  @Bean
  TimeOrderedIds timeOrderedIds(InstantSource clock) {
    return new TimeOrderedIds(clock, new SecureRandom());
  }
}
