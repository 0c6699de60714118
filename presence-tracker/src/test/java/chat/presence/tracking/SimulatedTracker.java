package chat.presence.tracking;

import chat.contract.presence.Presence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** A tracker's process: reads the partitions that it believes to own, and may be paused. */
final class SimulatedTracker implements TrackedLog {

  /** Few, so that batches are divided among calls. */
  private static final int MOST = 3;

  /** Thrown by a store that does not answer. */
  static final class StoreDown extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static final long TICK = 500;

  private final SimulatedLog log;
  private final PresenceStore store;
  private final RandomGenerator random;
  private final Map<Integer, Long> sessionsAt = new HashMap<>();
  private final Map<Integer, Long> presenceAt = new HashMap<>();
  private final Set<Integer> paused = new HashSet<>();

  /** Records in flight: some never arrive. */
  private final List<Presence> underWay = new ArrayList<>();

  private Tracker tracker;
  private long nextTick;

  SimulatedTracker(SimulatedLog log, PresenceStore store, RandomGenerator random) {
    this.log = log;
    this.store = store;
    this.random = random;
    this.tracker = new Tracker(store, this, MOST);
  }

  /** Sets its partitions, as the group does. */
  void rebalance(Set<Integer> own) {
    tracker.partitions().stream().filter(p -> !own.contains(p)).forEach(tracker::release);
    for (int partition : own) {
      if (!tracker.partitions().contains(partition)) {
        tracker.acquire(partition, log.committed(partition));
      }
    }
  }

  /** Restarts it; records in flight still arrive. */
  void restart() {
    tracker = new Tracker(store, this, MOST);
    paused.clear();
  }

  /** Reads some records of each partition. */
  void step(long now) {
    Map<Integer, Batch<Presence>> presence = new TreeMap<>();
    tracker.partitions().forEach(partition -> presence.put(partition, readPresence(partition)));
    Set<Integer> moved = tracker.presence(presence);
    Map<Integer, Batch<Logged>> sessions = new TreeMap<>();
    for (int partition : tracker.partitions()) {
      if (!moved.contains(partition) && !paused.contains(partition)) {
        sessions.put(partition, readSessions(partition));
      }
    }
    tracker.sessions(sessions);
    for (int partition : tracker.partitions()) {
      if (random.nextInt(50) == 0) {
        log.commit(partition, tracker.applied(partition));
      }
    }
    if (now >= nextTick) {
      nextTick = now + TICK;
      tracker.tick();
    }
  }

  /** Delivers or loses records in flight, in order. */
  void deliver(int most, boolean lossy) {
    for (int i = 0; i < most && !underWay.isEmpty(); i++) {
      Presence next = underWay.remove(0);
      if (!lossy || random.nextInt(4) > 0) {
        log.append(next);
      }
    }
  }

  @Override
  public void readSessionsFrom(int partition, long offset) {
    sessionsAt.put(partition, offset);
  }

  @Override
  public void readPresenceFrom(int partition, long offset) {
    presenceAt.put(partition, offset);
  }

  @Override
  public void pauseSessions(int partition, boolean pause) {
    if (pause) {
      paused.add(partition);
    } else {
      paused.remove(partition);
    }
  }

  @Override
  public Offsets sessions(int partition) {
    return new Offsets(0, log.sessions(partition).size());
  }

  @Override
  public Offsets presence(int partition) {
    return new Offsets(0, log.presence(partition).size());
  }

  @Override
  public void publish(Presence presence) {
    underWay.add(presence);
  }

  private Batch<Logged> readSessions(int partition) {
    int from = sessionsAt.getOrDefault(partition, 0L).intValue();
    int to = Math.max(from, some(from, log.sessions(partition).size()));
    List<Logged> events = new ArrayList<>();
    for (int offset = from; offset < to; offset++) {
      events.add(new Logged(offset, log.sessions(partition).get(offset)));
    }
    sessionsAt.put(partition, (long) to);
    return new Batch<>(events, to);
  }

  private Batch<Presence> readPresence(int partition) {
    int from = presenceAt.getOrDefault(partition, 0L).intValue();
    int to = Math.max(from, some(from, log.presence(partition).size()));
    presenceAt.put(partition, (long) to);
    return new Batch<>(List.copyOf(log.presence(partition).subList(from, to)), to);
  }

  private int some(int from, int end) {
    return Math.min(end, from + 1 + random.nextInt(10));
  }
}
