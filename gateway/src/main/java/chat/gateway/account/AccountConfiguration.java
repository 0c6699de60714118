package chat.gateway.account;

import chat.gateway.account.events.Revocations;
import chat.gateway.account.events.UserLog;
import chat.gateway.account.password.Passwords;
import chat.gateway.account.token.Secret;
import chat.gateway.limits.Limits;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires accounts and their changes. */
@Configuration(proxyBeanMethods = false)
class AccountConfiguration {

  private final SecureRandom random = new SecureRandom();
  private final InstantSource clock;

  AccountConfiguration(ObjectProvider<InstantSource> clock) {
    this.clock = clock.getIfAvailable(InstantSource::system);
  }

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
      TimeOrderedIds ids) {
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
  OwnAccount ownAccount(
      AccountTables tables,
      Passwords passwords,
      AccountChanges changes,
      Limits limits,
      OwnFiles files) {
    return new OwnAccount(tables, passwords, changes, limits, files);
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
      TimeOrderedIds ids) {
    return new Accounts(tables, passwords, changes, limits, ids, clock, settings.claimLease());
  }

  @Bean
  TimeOrderedIds timeOrderedIds() {
    return new TimeOrderedIds(clock, random);
  }
}
