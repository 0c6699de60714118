package chat.presence.tracking;

import chat.contract.presence.Presence;
import chat.contract.presence.SessionEvent;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A store that sometimes fails, before or after it has done its work. */
final class FailingStore implements PresenceStore {

  private final PresenceStore store;
  private final BooleanSupplier failsBefore;
  private final BooleanSupplier failsAfter;

  FailingStore(PresenceStore store, BooleanSupplier failsBefore, BooleanSupplier failsAfter) {
    this.store = store;
    this.failsBefore = failsBefore;
    this.failsAfter = failsAfter;
  }

  @Override
  public Positions open(int partition, Offsets sessions, long fallback) {
    return ask(() -> store.open(partition, sessions, fallback));
  }

  @Override
  public List<Applied> apply(List<Step<SessionEvent>> steps) {
    return ask(() -> store.apply(steps));
  }

  @Override
  public Ticked tick(Collection<Integer> partitions) {
    return ask(() -> store.tick(partitions));
  }

  @Override
  public List<Long> confirm(List<Step<Presence>> steps) {
    return ask(() -> store.confirm(steps));
  }

  @Override
  public void claim(int partition, List<Presence> published) {
    tell(() -> store.claim(partition, published));
  }

  @Override
  public void rebuilt(int partition, long next, boolean settling) {
    tell(() -> store.rebuilt(partition, next, settling));
  }

  private <T> T ask(Supplier<T> step) {
    if (failsBefore.getAsBoolean()) {
      throw new SimulatedTracker.StoreDown();
    }
    T answer = step.get();
    if (failsAfter.getAsBoolean()) {
      throw new SimulatedTracker.StoreDown();
    }
    return answer;
  }

  private void tell(Runnable step) {
    boolean done =
        ask(
            () -> {
              step.run();
              return true;
            });
    assert done;
  }
}
