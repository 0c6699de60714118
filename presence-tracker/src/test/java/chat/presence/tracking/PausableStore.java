package chat.presence.tracking;

import chat.contract.presence.Presence;
import chat.contract.presence.SessionEvent;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Semaphore;

/** A store that can pause its tracker in the middle of a call. */
final class PausableStore implements PresenceStore {

  private final PresenceStore store;
  private final Semaphore running = new Semaphore(1);

  PausableStore(PresenceStore store) {
    this.store = store;
  }

  void pause() {
    running.acquireUninterruptibly();
  }

  void resume() {
    running.release();
  }

  @Override
  public Positions open(int partition, Offsets sessions, long fallback) {
    waitHere();
    return store.open(partition, sessions, fallback);
  }

  @Override
  public List<Applied> apply(List<Step<SessionEvent>> steps) {
    waitHere();
    return store.apply(steps);
  }

  @Override
  public Ticked tick(Collection<Integer> partitions) {
    waitHere();
    return store.tick(partitions);
  }

  @Override
  public List<Long> confirm(List<Step<Presence>> steps) {
    waitHere();
    return store.confirm(steps);
  }

  @Override
  public void claim(int partition, List<Presence> published) {
    store.claim(partition, published);
  }

  @Override
  public void rebuilt(int partition, long next, boolean settling) {
    store.rebuilt(partition, next, settling);
  }

  private void waitHere() {
    running.acquireUninterruptibly();
    running.release();
  }
}
