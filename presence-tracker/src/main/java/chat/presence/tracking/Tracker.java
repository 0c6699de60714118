package chat.presence.tracking;

import chat.contract.Presence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks after some partitions of the session events. The place up to which they were applied is
 * kept in the store, together with what they did: however often a tracker dies, stands still or
 * believes that it still has a partition, each event counts once, in order. One thread at a time.
 */
public final class Tracker {

  /** So many users a step: the store serves nobody else meanwhile. */
  static final int STEP = 200;

  private final PresenceStore store;
  private final TrackedLog log;
  private final Map<Integer, Partition> partitions = new HashMap<>();

  private static final class Partition {
    final Offsets sessions;
    long next;
    @Nullable Rebuild rebuild;

    Partition(Offsets sessions) {
      this.sessions = sessions;
    }
  }

  /** A tracker without partitions. */
  public Tracker(PresenceStore store, TrackedLog log) {
    this.store = store;
    this.log = log;
  }

  /** The partitions that it looks after. */
  public Set<Integer> partitions() {
    return Set.copyOf(partitions.keySet());
  }

  /**
   * Takes a partition.
   *
   * @param sessions what the session events' log holds
   * @param committed up to where trackers had come, as the log remembers it
   */
  public void take(int partition, Offsets sessions, long committed) {
    Partition taken = new Partition(sessions);
    taken.next = sessions.clamp(committed);
    partitions.put(partition, taken);
    open(partition, taken);
  }

  /** Leaves a partition to others. */
  public void release(int partition) {
    partitions.remove(partition);
  }

  /** Up to where the events of a partition are applied. */
  public long applied(int partition) {
    Partition present = partitions.get(partition);
    return present == null ? Place.UNKNOWN : present.next;
  }

  /**
   * Session events were read.
   *
   * @param next the place after the last
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
   * Presence records were read, or none, up to a place.
   *
   * @param next the place after the last
   */
  public void presence(int partition, List<Presence> records, long next) {
    Partition present = partitions.get(partition);
    if (present == null) {
      return;
    }
    Rebuild rebuild = present.rebuild;
    if (rebuild == null) {
      for (int i = 0; i < records.size(); i += STEP) {
        List<Presence> step = records.subList(i, Math.min(i + STEP, records.size()));
        boolean last = i + STEP >= records.size();
        // Before the last step the place stays: what was confirmed twice is confirmed.
        store.confirm(partition, last ? next : Place.UNKNOWN, step);
      }
      return;
    }
    rebuild.take(records);
    if (rebuild.isComplete(next)) {
      finish(partition, present, rebuild, next);
    }
  }

  /** Sees to what time brings; a few times a second. */
  public void tick() {
    if (partitions.isEmpty()) {
      return;
    }
    Ticked ticked = store.tick(partitions.keySet());
    ticked.changes().forEach(log::publish);
    ticked
        .places()
        .forEach(
            (partition, place) -> {
              Partition present = partitions.get(partition);
              if (present != null && present.rebuild == null && place != present.next) {
                goTo(partition, present, place);
              }
            });
  }

  private boolean apply(int partition, Partition present, List<Logged> step, long to) {
    Applied applied =
        store.apply(partition, present.next, to, step.stream().map(Logged::event).toList());
    applied.changes().forEach(log::publish);
    if (applied.place() != to) {
      goTo(partition, present, applied.place());
      return false;
    }
    present.next = to;
    return true;
  }

  /** The store stands elsewhere: it lost something, or another tracker was here. */
  private void goTo(int partition, Partition present, long place) {
    if (place == Place.UNKNOWN) {
      open(partition, present);
    } else {
      present.next = place;
      log.readSessionsFrom(partition, place);
    }
  }

  private void open(int partition, Partition taken) {
    Place place = store.open(partition, taken.sessions, taken.next);
    taken.next = place.sessions();
    log.readSessionsFrom(partition, place.sessions());
    Offsets presence = log.presence(partition);
    if (place.presence() == Place.UNKNOWN) {
      taken.rebuild = new Rebuild(presence.end());
      log.pauseSessions(partition, true);
      log.readPresenceFrom(partition, presence.first());
      presence(partition, List.of(), presence.first());
    } else {
      log.readPresenceFrom(partition, presence.clamp(place.presence()));
    }
  }

  private void finish(int partition, Partition present, Rebuild rebuild, long next) {
    List<Presence> there = rebuild.there();
    for (int i = 0; i < there.size(); i += STEP) {
      store.claim(partition, there.subList(i, Math.min(i + STEP, there.size())));
    }
    store.rebuilt(partition, next, !there.isEmpty());
    present.rebuild = null;
    log.pauseSessions(partition, false);
  }
}
