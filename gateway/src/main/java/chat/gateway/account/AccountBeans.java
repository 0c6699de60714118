package chat.gateway.account;

import chat.gateway.account.events.Revocations;
import chat.gateway.account.events.UserLog;
import chat.gateway.limits.Limits;
import chat.sockets.fanout.UserConnections;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the accounts together. */
@Configuration(proxyBeanMethods = false)
class AccountBeans {

  private final SecureRandom random = new SecureRandom();
  private final InstantSource clock;

  AccountBeans(ObjectProvider<InstantSource> clock) {
    this.clock = clock.getIfAvailable(InstantSource::system);
  }

  @Bean
  TokenKeys tokenKeys(TokenSettings settings) {
    return new TokenKeys(settings, clock);
  }

  @Bean
  AccessTokens accessTokens(TokenSettings settings, TokenKeys keys, Revocations revocations) {
    return new AccessTokens(settings, keys, revocations, clock);
  }

  @Bean
  GatewayTokens gatewayTokens(TokenSettings settings, TokenKeys keys) {
    return new GatewayTokens(settings, keys, clock);
  }

  @Bean
  Revocations revocations(UserConnections connections, TokenSettings settings) {
    return new Revocations(connections, clock, settings.longest());
  }

  @Bean
  Changes changes(
      AccountSettings settings,
      PendingChanges pending,
      AccountTables accounts,
      FamilyTable families,
      UserNames names,
      Revocations revocations,
      UserLog log,
      Leaving leaving) {
    return new Changes(
        pending,
        accounts,
        families,
        names,
        revocations,
        log,
        leaving,
        settings.changeQueue(),
        ids(),
        clock);
  }

  @Bean
  OwnAccount ownAccount(
      AccountTables tables, Passwords passwords, Changes changes, Limits limits, OwnFiles files) {
    return new OwnAccount(tables, passwords, changes, limits, files);
  }

  @Bean
  HashingPool hashingPool(PasswordSettings settings) {
    return new HashingPool(settings);
  }

  @Bean
  Passwords passwords(PasswordSettings settings, HashingPool pool, Secret pepper) {
    return new Passwords(settings, pepper, random, pool);
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
      Changes changes,
      Limits limits) {
    return new Accounts(tables, passwords, changes, limits, ids(), clock, settings.claimLease());
  }

  @Bean
  Families families(
      RefreshSettings settings,
      FamilyTable table,
      AccountTables accounts,
      Changes changes,
      Secret pepper) {
    RefreshTokens tokens = new RefreshTokens(pepper, random);
    return new Families(table, accounts, tokens, settings, changes, ids(), clock);
  }

  private TimeOrderedIds ids() {
    return new TimeOrderedIds(clock, random);
  }
}
