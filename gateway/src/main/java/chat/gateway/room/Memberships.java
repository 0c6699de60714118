package chat.gateway.room;

import chat.contract.Author;
import chat.contract.event.MemberChange;
import chat.contract.event.RoomChange;
import chat.contract.event.RoomEvent;
import chat.edge.problem.Refusal;
import chat.gateway.log.RoomLog;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of each user: read once from the tables, then updated by every event of the feed.
 * Recent changes are kept for all users, far longer than the message writer is ever behind, so a
 * list does not wait for the tables. The least recently used users are evicted. The feed never
 * waits for a pass over all rooms of a user. Safe for use by several threads.
 */
public final class Memberships {

  private static final int RECENT = 100_000;

  /** Maximum number of names in memory, about 100 bytes each. */
  private static final int MAX_NAMES = 200_000;

  /** Maximum number of users whose lists were evicted and are counted on, about 100 bytes each. */
  private static final int MAX_COUNTS = 100_000;

  /** Rooms of a user that are processed per lock acquisition. */
  private static final int SLICE = 200;

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** Minimum age of a list before the tables are read again for it. */
  private static final Duration FRESH = Duration.ofSeconds(10);

  /** One user's rooms: changed under the lock, read without it. */
  private static final class Entry {
    final CompletableFuture<Void> loaded = new CompletableFuture<>();
    volatile @Nullable Set<String> rooms;
    long readAt;
  }

  private final Function<String, CompletionStage<List<String>>> tables;
  private final int mostNames;
  private final InstantSource clock;
  private final RecentMemberships recent = new RecentMemberships(RECENT);
  private final Set<String> deleted = ConcurrentHashMap.newKeySet();
  private final Queue<String> oldestDeleted = new ArrayDeque<>();
  private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private final EvictedCounts counts = new EvictedCounts(MAX_COUNTS);
  private int names;

  /**
   * Nothing is known yet.
   *
   * @param tables reads the names of a user's rooms, at least as of the writers' watermark
   * @param steadyClock measures the age of a list
   */
  public Memberships(
      Function<String, CompletionStage<List<String>>> tables, InstantSource steadyClock) {
    this(tables, MAX_NAMES, steadyClock);
  }

  Memberships(
      Function<String, CompletionStage<List<String>>> tables, int mostNames, InstantSource clock) {
    this.tables = tables;
    this.mostNames = mostNames;
    this.clock = clock;
  }

  /** Applies an event from the feed. */
  public synchronized void apply(RoomEvent event) {
    if (event instanceof MemberChange change) {
      switch (change.action()) {
        case JOINED -> change(change.user().id(), change.room(), true);
        case LEFT, KICKED, BANNED -> change(change.user().id(), change.room(), false);
        case UNBANNED, MUTED, ROLE -> {}
      }
    } else if (event instanceof RoomChange change) {
      if (change.action() == RoomChange.Action.DELETED) {
        delete(change.room());
      } else {
        firstMembers(change).forEach(one -> change(one.id(), change.room(), true));
      }
    }
  }

  /** The users whom the creation of a room makes members; none for any other change. */
  public static List<Author> firstMembers(RoomChange change) {
    if (change.action() != RoomChange.Action.CREATED) {
      return List.of();
    }
    Author owner = change.firstOwner();
    return !change.pair().isEmpty() ? change.pair() : owner == null ? List.of() : List.of(owner);
  }

  /**
   * The names of a user's rooms, as this gateway knows them now; not to be changed.
   *
   * @return may include rooms that were deleted long ago; fails with a refusal
   */
  public CompletableFuture<Set<String>> of(String user) {
    return entry(user).thenApply(this::copy);
  }

  private CompletableFuture<Entry> entry(String user) {
    Entry mine = new Entry();
    Entry entry;
    synchronized (this) {
      entry = entries.computeIfAbsent(user, first -> mine);
    }
    if (entry == mine) {
      load(user, mine);
    }
    return entry.loaded.thenApply(done -> entry);
  }

  /**
   * An upper bound of the number of a user's rooms, without a pass over them: rooms that were
   * deleted count, and if the list was evicted, those that the user has left since.
   */
  CompletableFuture<Integer> atMost(String user) {
    synchronized (this) {
      Integer count = entries.containsKey(user) ? null : counts.of(user);
      if (count != null) {
        return CompletableFuture.completedFuture(count);
      }
    }
    return entry(user)
        .thenApply(
            entry -> {
              Set<String> rooms = entry.rooms;
              if (rooms == null) {
                throw RoomLog.unavailable();
              }
              return rooms.size();
            });
  }

  /** {@link #of} after reading the tables again, which no longer have deleted rooms. */
  CompletableFuture<Set<String>> readAgain(String user) {
    synchronized (this) {
      Entry entry = entries.get(user);
      if (entry != null && entry.loaded.isDone()) {
        drop(user, entry);
      }
    }
    return of(user);
  }

  /** Whether a user's list was read so long ago that the tables may have lost rooms of it. */
  synchronized boolean isOld(String user) {
    Entry entry = entries.get(user);
    return entry == null || clock.millis() - entry.readAt >= FRESH.toMillis();
  }

  /** Forgets all lists, as events were missed. */
  synchronized void reset() {
    entries.values().forEach(entry -> entry.rooms = null);
    entries.clear();
    counts.clear();
    names = 0;
  }

  private void load(String user, Entry entry) {
    CompletionStage<List<String>> loading = written(user);
    loading.whenComplete(
        (written, error) -> {
          if (error == null) {
            loaded(user, entry, written);
            entry.loaded.complete(null);
          } else {
            failed(user, entry);
            entry.loaded.completeExceptionally(Refusal.from(error));
          }
        });
  }

  private CompletionStage<List<String>> written(String user) {
    try {
      return tables
          .apply(user)
          .toCompletableFuture()
          .copy()
          .orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  /** Changes since the read began are among the recent ones. */
  private void loaded(String user, Entry entry, List<String> written) {
    Set<String> rooms = ConcurrentHashMap.newKeySet(written.size());
    rooms.addAll(written);
    Map<String, Boolean> lately = begin(user, entry, rooms);
    List<String> changes = List.copyOf(lately.keySet());
    for (int from = 0; from < changes.size(); from += SLICE) {
      List<String> slice = changes.subList(from, Math.min(changes.size(), from + SLICE));
      catchUp(user, entry, rooms, slice, lately);
    }
  }

  /**
   * From here on new changes are applied to the set; earlier recent ones are applied by the caller.
   */
  private synchronized Map<String, Boolean> begin(String user, Entry entry, Set<String> rooms) {
    entry.rooms = rooms;
    entry.readAt = clock.millis();
    if (entries.get(user) == entry) {
      names += rooms.size() + 1;
      evict(user);
    }
    return recent.of(user);
  }

  private synchronized void catchUp(
      String user,
      Entry entry,
      Set<String> rooms,
      List<String> slice,
      Map<String, Boolean> lately) {
    int more = 0;
    for (String room : slice) {
      Boolean belongs = lately.get(room);
      more += belongs == null ? 0 : change(rooms, room, belongs);
    }
    if (entries.get(user) == entry) {
      names += more;
      evict(user);
    }
  }

  private synchronized void failed(String user, Entry entry) {
    entries.remove(user, entry);
  }

  private Set<String> copy(Entry entry) {
    Set<String> rooms = entry.rooms;
    if (rooms == null) {
      throw RoomLog.unavailable();
    }
    Set<String> copy = new HashSet<>(rooms);
    copy.removeIf(deleted::contains);
    return copy;
  }

  private void change(String user, String room, boolean belongs) {
    recent.add(user, room, belongs);
    if (belongs) {
      counts.joined(user);
    }
    Entry entry = entries.get(user);
    Set<String> rooms = entry == null ? null : entry.rooms;
    if (rooms != null) {
      names += change(rooms, room, belongs);
    }
  }

  /** Changes a set of rooms. Returns by how many it grew. */
  private static int change(Set<String> rooms, String room, boolean belongs) {
    if (belongs) {
      return rooms.add(room) ? 1 : 0;
    }
    return rooms.remove(room) ? -1 : 0;
  }

  private void evict(String keep) {
    for (var each = entries.entrySet().iterator(); names > mostNames && each.hasNext(); ) {
      Map.Entry<String, Entry> eldest = each.next();
      Set<String> rooms = eldest.getValue().rooms;
      if (rooms != null && !eldest.getKey().equals(keep)) {
        names -= rooms.size() + 1;
        if (eldest.getValue().loaded.isDone()) { // else recent joins may be missing
          counts.evicted(eldest.getKey(), rooms.size());
        }
        each.remove();
      }
    }
  }

  private void drop(String user, Entry entry) {
    Set<String> rooms = entry.rooms;
    if (entries.remove(user, entry) && rooms != null) {
      names -= rooms.size() + 1;
    }
  }

  private void delete(String room) {
    if (deleted.add(room)) {
      oldestDeleted.add(room);
    }
    if (oldestDeleted.size() > RECENT) {
      deleted.remove(oldestDeleted.remove());
    }
  }
}
