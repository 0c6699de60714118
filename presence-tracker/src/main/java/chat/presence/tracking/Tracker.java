package chat.presence.tracking;

import chat.contract.presence.Presence;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Serves some partitions of the session events. The store keeps the position of the applied events
 * together with their results. So each event counts once and in order, however often a tracker
 * dies, pauses, or believes that it still owns a partition. Single-threaded.
 */
public final class Tracker {

  /** Maximum number of users in a step, because the store serves no other client meanwhile. */
  static final int STEP = 200;

  private final PresenceStore store;
  private final TrackedLog log;
  private final Map<Integer, Partition> partitions = new TreeMap<>();

  private static final class Partition {
    long next;
    long read;
    @Nullable Rebuild rebuild;

    boolean isAt(Positions positions) {
      return rebuild != null || (positions.sessions() == next && positions.presence() == read);
    }
  }

  /** Starts without partitions. */
  public Tracker(PresenceStore store, TrackedLog log) {
    this.store = store;
    this.log = log;
  }

  /** The partitions that it serves. */
  public Set<Integer> partitions() {
    return new TreeSet<>(partitions.keySet());
  }

  /**
   * Acquires a partition.
   *
   * @param committed the trackers' committed offset
   */
  public void acquire(int partition, long committed) {
    Partition acquired = new Partition();
    acquired.next = committed;
    partitions.put(partition, acquired);
    open(partition, acquired);
  }

  /** Releases a partition. */
  public void release(int partition) {
    partitions.remove(partition);
  }

  /** The offset up to which the events of a partition are applied. */
  public long applied(int partition) {
    Partition present = partitions.get(partition);
    return present == null ? Positions.UNKNOWN : present.next;
  }

  /**
   * Handles session events.
   *
   * @param next the offset after the last
   */
  public void sessions(int partition, List<Logged> events, long next) {
    Partition present = partitions.get(partition);
    if (present == null || present.rebuild != null) {
      return;
    }
    for (int i = 0; i < events.size(); i += STEP) {
      List<Logged> step = events.subList(i, Math.min(i + STEP, events.size()));
      boolean last = i + STEP >= events.size();
      long to = last ? next : events.get(i + STEP).offset();
      if (!apply(partition, present, step, to)) {
        return;
      }
    }
  }

  /**
   * Handles presence records, which may be none, up to an offset.
   *
   * @param next the offset after the last
   * @return false if both topics have to be read from other offsets; the caller then drops the
   *     records that it has read
   */
  public boolean presence(int partition, List<Presence> records, long next) {
    Partition present = partitions.get(partition);
    if (present == null) {
      return false;
    }
    Rebuild rebuild = present.rebuild;
    if (rebuild == null) {
      return next == present.read || confirm(partition, present, records, next);
    }
    rebuild.add(records);
    if (rebuild.isComplete(next)) {
      finish(partition, present, rebuild, next);
    }
    return true;
  }

  /** Performs the work that is due by time; called a few times a second. */
  public void tick() {
    if (partitions.isEmpty()) {
      return;
    }
    Ticked ticked = store.tick(partitions.keySet());
    ticked.changes().forEach(log::publish);
    ticked
        .positions()
        .forEach(
            (partition, positions) -> {
              Partition present = partitions.get(partition);
              if (present != null && !present.isAt(positions)) {
                open(partition, present);
              }
            });
  }

  private boolean apply(int partition, Partition present, List<Logged> step, long to) {
    Applied applied =
        store.apply(partition, present.next, to, step.stream().map(Logged::event).toList());
    applied.changes().forEach(log::publish);
    if (applied.position() != to) {
      open(partition, present);
      return false;
    }
    present.next = to;
    return true;
  }

  /** Keeps the position before the last step: confirming records twice is safe. */
  private boolean confirm(int partition, Partition present, List<Presence> records, long next) {
    int from = 0;
    do {
      int end = Math.min(from + STEP, records.size());
      long to = end == records.size() ? next : present.read;
      if (store.confirm(partition, present.read, to, records.subList(from, end)) != to) {
        open(partition, present);
        return false;
      }
      from = end;
    } while (from < records.size());
    present.read = next;
    return true;
  }

  /**
   * Moves both topics to the store's positions, which differ if it lost data or another tracker was
   * active.
   */
  private void open(int partition, Partition acquired) {
    Offsets sessions = log.sessions(partition);
    Positions positions = store.open(partition, sessions, sessions.clamp(acquired.next));
    acquired.next = positions.sessions();
    log.readSessionsFrom(partition, positions.sessions());
    Offsets presence = log.presence(partition);
    acquired.read = positions.presence();
    boolean lost = presence.clamp(acquired.read) != acquired.read;
    acquired.rebuild = lost ? new Rebuild(presence.end()) : null;
    log.pauseSessions(partition, lost);
    log.readPresenceFrom(partition, lost ? presence.first() : acquired.read);
    if (lost) {
      presence(partition, List.of(), presence.first());
    }
  }

  private void finish(int partition, Partition present, Rebuild rebuild, long next) {
    List<Presence> there = rebuild.there();
    for (int i = 0; i < there.size(); i += STEP) {
      store.claim(partition, there.subList(i, Math.min(i + STEP, there.size())));
    }
    store.rebuilt(partition, next, !there.isEmpty());
    present.read = next;
    present.rebuild = null;
    log.pauseSessions(partition, false);
  }
}
