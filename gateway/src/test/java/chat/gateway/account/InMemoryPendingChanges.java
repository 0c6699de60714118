package chat.gateway.account;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Changes under way, kept in memory. Threads may share it. */
final class InMemoryPendingChanges implements PendingChanges {

  private final List<Change> changes = new CopyOnWriteArrayList<>();

  @Override
  public void add(Change change) {
    changes.add(change);
  }

  @Override
  public void remove(Change change) {
    changes.remove(change);
  }

  @Override
  public List<Change> all() {
    return List.copyOf(changes);
  }
}
