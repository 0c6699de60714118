package chat.edge.guard;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A bounded number of places, of which one holder has at most a third: so that neither one user nor
 * one address takes all. A call never waits for a place. Threads may share it.
 */
public final class Places {

  private static final int SHARE_OF_ONE = 3;

  private final int all;
  private final int ofOne;
  private final Map<String, Integer> held = new HashMap<>(); // guarded by this
  private int taken; // guarded by this

  /**
   * Free places.
   *
   * @param all how many, at least 1
   */
  public Places(int all) {
    if (all < 1) {
      throw new IllegalArgumentException("places: " + all + " (expected: > 0)");
    }
    this.all = all;
    this.ofOne = Math.max(1, all / SHARE_OF_ONE);
  }

  /** A place that is taken; closing it twice frees it once. */
  public final class Place implements AutoCloseable {

    private final List<String> holders;
    private boolean free; // guarded by the places

    private Place(List<String> holders) {
      this.holders = holders;
    }

    @Override
    public void close() {
      giveBack(this);
    }
  }

  /**
   * Takes a place.
   *
   * @param holders for whom it counts, as a user and an address; each is of one kind by its text
   * @return empty if none is free, or a holder has a third already
   */
  public synchronized Optional<Place> take(String... holders) {
    List<String> each = Stream.of(holders).distinct().toList();
    if (taken >= all || each.stream().anyMatch(holder -> held(holder) >= ofOne)) {
      return Optional.empty();
    }
    taken++;
    each.forEach(holder -> held.merge(holder, 1, Integer::sum));
    return Optional.of(new Place(each));
  }

  /** The number of places in use. */
  public synchronized int taken() {
    return taken;
  }

  /** The number of places that a holder has. */
  synchronized int held(String holder) {
    return held.getOrDefault(holder, 0);
  }

  private synchronized void giveBack(Place place) {
    if (place.free) {
      return;
    }
    place.free = true;
    taken--;
    place.holders.forEach(
        holder -> held.computeIfPresent(holder, (key, count) -> count == 1 ? null : count - 1));
  }
}
