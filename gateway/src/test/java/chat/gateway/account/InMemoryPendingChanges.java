package chat.gateway.account;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Pending changes, kept in memory. Threads may share it. */
final class InMemoryPendingChanges implements PendingChanges {

  private final List<AccountChange> changes = new CopyOnWriteArrayList<>();
  private final Map<String, Instant> claims = new ConcurrentHashMap<>();

  @Override
  public void add(AccountChange change) {
    changes.removeIf(other -> other.id().equals(change.id()));
    changes.add(change);
  }

  @Override
  public synchronized boolean claim(
      AccountChange change, Instant now, Instant until, boolean isMine) {
    boolean isFree = isMine || !claims.getOrDefault(change.id(), Instant.MIN).isAfter(now);
    if (isFree && changes.contains(change)) {
      claims.put(change.id(), until);
      return true;
    }
    return false;
  }

  @Override
  public void remove(AccountChange change) {
    changes.remove(change);
  }

  @Override
  public List<AccountChange> all() {
    return List.copyOf(changes);
  }
}
