package chat.gateway.account;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tables of accounts, kept in memory. Threads may share it. */
public final class InMemoryAccountTables implements AccountTables {

  private final Map<String, Claim> claims = new HashMap<>();
  private final Map<String, Optional<Account>> accounts = new HashMap<>();
  private final Map<String, Account> erased = new HashMap<>();
  private final Map<String, Instant> erasures = new HashMap<>();

  @Override
  public synchronized Claim claim(Claim.Kind kind, String key, Claim claim) {
    Claim there = claims.putIfAbsent(kind + key, claim);
    return there == null ? claim : there;
  }

  @Override
  public synchronized boolean takeOver(
      Claim.Kind kind, String key, String formerOwner, Claim claim) {
    return isOf(kind, key, formerOwner) && claims.put(kind + key, claim) != null;
  }

  @Override
  public synchronized void settle(Claim.Kind kind, String key, String owner) {
    if (isOf(kind, key, owner)) {
      claims.put(kind + key, new Claim(owner, null));
    }
  }

  @Override
  public synchronized void release(Claim.Kind kind, String key, String owner) {
    if (isOf(kind, key, owner)) {
      claims.remove(kind + key);
    }
  }

  @Override
  public synchronized Optional<Claim> find(Claim.Kind kind, String key) {
    return Optional.ofNullable(claims.get(kind + key));
  }

  @Override
  public synchronized boolean commit(Account account) {
    return accounts.computeIfAbsent(account.id(), id -> Optional.of(account)).isPresent();
  }

  @Override
  public synchronized boolean create(Account account) {
    return accounts.putIfAbsent(account.id(), Optional.of(account)) == null;
  }

  @Override
  public synchronized boolean isGone(String id) {
    return accounts.containsKey(id) && account(id).isEmpty();
  }

  @Override
  public synchronized boolean abandon(String id) {
    return accounts.computeIfAbsent(id, none -> Optional.empty()).isEmpty();
  }

  @Override
  public synchronized Optional<Account> account(String id) {
    return accounts.getOrDefault(id, Optional.empty());
  }

  @Override
  public synchronized List<Account> accounts(List<String> ids) {
    return ids.stream().map(this::account).flatMap(Optional::stream).toList();
  }

  @Override
  public synchronized boolean replace(Account next) {
    account(next.id())
        .filter(current -> current.version() == next.version() - 1)
        .ifPresent(current -> accounts.put(next.id(), Optional.of(next)));
    return account(next.id()).filter(next::equals).isPresent();
  }

  @Override
  public synchronized boolean erase(Account current, Instant at) {
    if (account(current.id()).filter(there -> there.version() == current.version()).isPresent()) {
      accounts.put(current.id(), Optional.empty());
      erased.put(current.id(), current);
      erasures.put(current.id(), at);
    }
    return account(current.id()).isEmpty();
  }

  @Override
  public synchronized Optional<Instant> erasedAt(String id) {
    return Optional.ofNullable(erasures.get(id));
  }

  @Override
  public synchronized Optional<Account> erased(String id) {
    return Optional.ofNullable(erased.get(id));
  }

  @Override
  public synchronized void forget(String id) {
    erased.remove(id);
  }

  private boolean isOf(Claim.Kind kind, String key, String owner) {
    return find(kind, key).filter(claim -> claim.isOf(owner)).isPresent();
  }
}
