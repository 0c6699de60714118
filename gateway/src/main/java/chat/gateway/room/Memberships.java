package chat.gateway.room;

import chat.contract.Author;
import chat.contract.MemberChange;
import chat.contract.RoomChange;
import chat.contract.RoomEvent;
import chat.gateway.log.RoomLog;
import chat.gateway.problem.Refusal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
 * The rooms of users: read once from the tables, then kept right by every event that the feed
 * takes. What happened lately is kept for all users, far longer than the writers are ever behind,
 * so a list doesn't wait for the tables. Users asked for longest ago are dropped. The feed never
 * waits until all rooms of a user were gone through. Safe for use by several threads.
 */
public final class Memberships {

  private static final int RECENT = 100_000;

  /** About 100 bytes each. */
  private static final int MOST_NAMES = 200_000;

  /** So many rooms of a user are gone through under the lock at a time. */
  private static final int SLICE = 200;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** So long it makes no difference to read what the tables have of a user once more. */
  private static final Duration FRESH = Duration.ofSeconds(10);

  private record Membership(String user, String room) {}

  /** One user's rooms; they change under the lock, and are read without it. */
  private static final class Entry {
    final CompletableFuture<Void> loaded = new CompletableFuture<>();
    volatile @Nullable Set<String> rooms;
    long readAt;
  }

  private final Function<String, CompletionStage<List<String>>> tables;
  private final int mostNames;
  private final InstantSource clock;
  private final Set<Membership> changed = new LinkedHashSet<>();

  /** For each user the rooms that changed lately: true, a member since; false, no more. */
  private final Map<String, Map<String, Boolean>> recent = new HashMap<>();

  private final Set<String> deleted = ConcurrentHashMap.newKeySet();
  private final Queue<String> oldestDeleted = new ArrayDeque<>();
  private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private int names;

  /**
   * Memberships that nothing is known of yet.
   *
   * @param tables gives the names of a user's rooms, at least as of the writers' watermark
   */
  Memberships(Function<String, CompletionStage<List<String>>> tables) {
    this(tables, MOST_NAMES, InstantSource.system());
  }

  Memberships(
      Function<String, CompletionStage<List<String>>> tables, int mostNames, InstantSource clock) {
    this.tables = tables;
    this.mostNames = mostNames;
    this.clock = clock;
  }

  /** Takes an event from the feed. */
  synchronized void take(RoomEvent event) {
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

  /** Those who belong to a room by its creation; none by any other change. */
  static List<Author> firstMembers(RoomChange change) {
    Author by = change.by();
    if (change.action() != RoomChange.Action.CREATED) {
      return List.of();
    }
    return !change.pair().isEmpty() ? change.pair() : by == null ? List.of() : List.of(by);
  }

  /**
   * The names of a user's rooms, as this gateway knows them now.
   *
   * @return some may have been deleted long ago; fails with a refusal
   */
  public CompletableFuture<Set<String>> of(String user) {
    Entry mine = new Entry();
    Entry entry;
    synchronized (this) {
      entry = entries.computeIfAbsent(user, first -> mine);
    }
    if (entry == mine) {
      load(user, mine);
    }
    return entry.loaded.thenApply(done -> copy(entry));
  }

  /** The same, with the tables read once more: what they have of deleted rooms is gone. */
  CompletableFuture<Set<String>> readAgain(String user) {
    synchronized (this) {
      Entry entry = entries.get(user);
      if (entry != null && entry.loaded.isDone()) {
        drop(user, entry);
      }
    }
    return of(user);
  }

  /** Whether the tables may meanwhile have lost what was read of them of a user some time ago. */
  synchronized boolean isOld(String user) {
    Entry entry = entries.get(user);
    return entry == null || clock.millis() - entry.readAt >= FRESH.toMillis();
  }

  /** Forgets what rests on having seen each event: some were not seen. */
  synchronized void reset() {
    entries.values().forEach(entry -> entry.rooms = null);
    entries.clear();
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
          .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  /** What happened since the call was taken is among what happened lately. */
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

  /** From now on what happens changes the rooms; what happened before is still to be taken in. */
  private synchronized Map<String, Boolean> begin(String user, Entry entry, Set<String> rooms) {
    entry.rooms = rooms;
    entry.readAt = clock.millis();
    if (entries.get(user) == entry) {
      names += rooms.size() + 1;
      makeSpace(user);
    }
    return recent.getOrDefault(user, Map.of());
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
      makeSpace(user);
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
    Membership membership = new Membership(user, room);
    changed.remove(membership);
    changed.add(membership);
    recent.computeIfAbsent(user, first -> new ConcurrentHashMap<>()).put(room, belongs);
    if (changed.size() > RECENT) {
      forgetOldest();
    }
    Entry entry = entries.get(user);
    Set<String> rooms = entry == null ? null : entry.rooms;
    if (rooms != null) {
      names += change(rooms, room, belongs);
    }
  }

  /** Changes a set of rooms; how many more there are then. */
  private static int change(Set<String> rooms, String room, boolean belongs) {
    if (belongs) {
      return rooms.add(room) ? 1 : 0;
    }
    return rooms.remove(room) ? -1 : 0;
  }

  private void forgetOldest() {
    Iterator<Membership> oldest = changed.iterator();
    Membership dropped = oldest.next();
    oldest.remove();
    recent.computeIfPresent(
        dropped.user,
        (id, of) -> {
          of.remove(dropped.room);
          return of.isEmpty() ? null : of;
        });
  }

  private void makeSpace(String keep) {
    for (var each = entries.entrySet().iterator(); names > mostNames && each.hasNext(); ) {
      Map.Entry<String, Entry> eldest = each.next();
      Set<String> rooms = eldest.getValue().rooms;
      if (rooms != null && !eldest.getKey().equals(keep)) {
        names -= rooms.size() + 1;
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
