package chat.presence.tracking;

import chat.contract.presence.Presence;
import chat.contract.presence.SessionEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

  /** Maximum number of records in a call, because the store serves no other client meanwhile. */
  static final int STEP = 200;

  private final PresenceStore store;
  private final TrackedLog log;
  private final int most;
  private final Map<Integer, Partition> partitions = new TreeMap<>();
  private final Map<Integer, Long> away = new TreeMap<>();

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
    this(store, log, STEP);
  }

  /**
   * Starts without partitions.
   *
   * @param most maximum number of records in a call of the store
   */
  Tracker(PresenceStore store, TrackedLog log, int most) {
    this.store = store;
    this.log = log;
    this.most = most;
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

  /**
   * Removes and returns the partitions that are not served any more, as their part of the store did
   * not answer, with the offsets up to which their events are applied.
   */
  public Map<Integer, Long> takeAway() {
    Map<Integer, Long> taken = new TreeMap<>(away);
    away.clear();
    return taken;
  }

  /** The offset up to which the events of a partition are applied. */
  public long applied(int partition) {
    Partition present = partitions.get(partition);
    return present == null ? Positions.UNKNOWN : present.next;
  }

  /** Handles session events of some partitions. */
  public void sessions(Map<Integer, Batch<Logged>> read) {
    Set<Integer> served = new HashSet<>(read.keySet());
    served.removeIf(partition -> !isServed(partition) || isApplied(partition, read));
    for (List<Slice<Logged>> call : Slice.calls(read, most)) {
      List<Step<SessionEvent>> steps =
          call.stream()
              .filter(slice -> served.contains(slice.partition()))
              .map(slice -> step(serving(slice.partition()), slice))
              .toList();
      served.removeAll(apply(steps));
    }
  }

  /**
   * Handles presence records of some partitions, which may be none, up to an offset.
   *
   * @return the partitions of which both topics have to be read from other offsets; the caller then
   *     drops their records that it has read
   */
  public Set<Integer> presence(Map<Integer, Batch<Presence>> read) {
    Set<Integer> moved = new HashSet<>();
    Map<Integer, Batch<Presence>> toConfirm = new TreeMap<>();
    read.forEach(
        (partition, batch) -> {
          Partition present = partitions.get(partition);
          if (present == null) {
            moved.add(partition);
          } else if (present.rebuild != null) {
            rebuild(partition, present, present.rebuild, batch);
          } else if (batch.next() != present.read) {
            toConfirm.put(partition, batch);
          }
        });
    for (List<Slice<Presence>> call : Slice.calls(toConfirm, most)) {
      moved.addAll(
          confirm(call.stream().filter(slice -> !moved.contains(slice.partition())).toList()));
    }
    return moved;
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
              if (positions.sessions() == Positions.AWAY) {
                lose(partition);
              } else if (present != null && !present.isAt(positions)) {
                open(partition, present);
              }
            });
  }

  private boolean isServed(int partition) {
    Partition present = partitions.get(partition);
    return present != null && present.rebuild == null;
  }

  private boolean isApplied(int partition, Map<Integer, Batch<Logged>> read) {
    return serving(partition).next == Objects.requireNonNull(read.get(partition)).next();
  }

  private Partition serving(int partition) {
    return Objects.requireNonNull(partitions.get(partition));
  }

  private static Step<SessionEvent> step(Partition present, Slice<Logged> slice) {
    Logged following = slice.following();
    return new Step<>(
        slice.partition(),
        present.next,
        following == null ? slice.next() : following.offset(),
        slice.records().stream().map(Logged::event).toList());
  }

  /** Returns the partitions whose position was another. */
  private Set<Integer> apply(List<Step<SessionEvent>> steps) {
    if (steps.isEmpty()) {
      return Set.of();
    }
    List<Applied> applied = store.apply(steps);
    applied.forEach(each -> each.changes().forEach(log::publish));
    Set<Integer> moved = new HashSet<>();
    for (int i = 0; i < steps.size(); i++) {
      Step<SessionEvent> step = steps.get(i);
      Partition present = serving(step.partition());
      if (applied.get(i).position() == step.to()) {
        present.next = step.to();
      } else {
        moved.add(step.partition());
        openAt(applied.get(i).position(), step.partition(), present);
      }
    }
    return moved;
  }

  /** Opens a partition again whose position is another; stops serving it if there is none. */
  private void openAt(long position, int partition, Partition present) {
    if (position == Positions.AWAY) {
      lose(partition);
    } else {
      open(partition, present);
    }
  }

  private void lose(int partition) {
    Partition lost = partitions.remove(partition);
    if (lost != null) {
      away.put(partition, lost.next);
    }
  }

  /**
   * Keeps the position before the last slice of a batch: confirming records twice is safe. Returns
   * the partitions whose position was another.
   */
  private Set<Integer> confirm(List<Slice<Presence>> call) {
    if (call.isEmpty()) {
      return Set.of();
    }
    List<Step<Presence>> steps =
        call.stream().map(slice -> step(serving(slice.partition()).read, slice)).toList();
    List<Long> positions = store.confirm(steps);
    Set<Integer> moved = new HashSet<>();
    for (int i = 0; i < steps.size(); i++) {
      Step<Presence> step = steps.get(i);
      Partition present = serving(step.partition());
      if (positions.get(i) == step.to()) {
        present.read = step.to();
      } else {
        moved.add(step.partition());
        openAt(positions.get(i), step.partition(), present);
      }
    }
    return moved;
  }

  private static Step<Presence> step(long read, Slice<Presence> slice) {
    long to = slice.following() == null ? slice.next() : read;
    return new Step<>(slice.partition(), read, to, slice.records());
  }

  private void rebuild(int partition, Partition present, Rebuild rebuild, Batch<Presence> batch) {
    rebuild.add(batch.records());
    if (rebuild.isComplete(batch.next())) {
      finish(partition, present, rebuild, batch.next());
    }
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
      presence(Map.of(partition, new Batch<>(List.of(), presence.first())));
    }
  }

  private void finish(int partition, Partition present, Rebuild rebuild, long next) {
    List<Presence> there = rebuild.there();
    for (int i = 0; i < there.size(); i += most) {
      store.claim(partition, there.subList(i, Math.min(i + most, there.size())));
    }
    store.rebuilt(partition, next, !there.isEmpty());
    present.read = next;
    present.rebuild = null;
    log.pauseSessions(partition, false);
  }
}
