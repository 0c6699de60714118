package chat.gateway.room;

import chat.contract.Message;
import chat.contract.RoomEvent;
import chat.contract.RoomEventCodec;
import chat.gateway.log.EventKind;
import chat.gateway.log.LoggedEvent;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rooms that are in use here, kept right by every event that the feed takes. Those used longest
 * ago are dropped. Safe for use by several threads; the events of one room come from one.
 */
final class RoomMemory {

  private final Consumer<RoomEvent> changes;
  private final Cache<String, Entry> entries;

  /**
   * The rooms in memory that have slow mode, or may turn out to have it when they are loaded: only
   * of these messages are looked at.
   */
  private final Set<String> slow = ConcurrentHashMap.newKeySet();

  /**
   * Memory with no rooms in it.
   *
   * @param changes told of each change of a room or its members, under the lock of its partition
   */
  RoomMemory(Consumer<RoomEvent> changes, RoomSettings settings) {
    this.changes = changes;
    this.entries =
        Caffeine.newBuilder()
            .maximumWeight(settings.cachedMembers())
            .weigher((String room, Entry entry) -> entry.weight())
            .evictionListener((room, entry, cause) -> slow.remove(room))
            .build();
  }

  /**
   * A room.
   *
   * @param load begins to load it; what happens in the room from this call on is kept for it
   */
  CompletableFuture<RoomState> get(String room, Consumer<Entry> load) {
    Entry mine = new Entry();
    Entry entry = entries.get(room, missing -> mine);
    if (entry == mine) {
      slow.add(room);
      load.accept(mine);
    }
    return entry.state.copy();
  }

  /**
   * A room was loaded.
   *
   * @param upTo the place of the last change that it has seen
   */
  void loaded(String room, Entry entry, RoomState state, long upTo) {
    entry.begin(state, upTo);
    remember(room, entry);
    entry.state.complete(state);
  }

  /** A room could not be loaded. */
  void failed(String room, Entry entry, RuntimeException reason) {
    if (entries.asMap().remove(room, entry)) {
      slow.remove(room);
    }
    entry.state.completeExceptionally(reason);
  }

  /** Takes an event from the feed, under the lock of its partition. */
  void apply(LoggedEvent event) {
    boolean change = EventKind.ROOM_CHANGE.includes(event.type());
    if (!change && (slow.isEmpty() || !slow.contains(event.room()) || !event.isMessage())) {
      return;
    }
    decode(event).ifPresent(decoded -> apply(event, decoded));
  }

  /** The state of a room that is in memory; null if it is not, or not yet. */
  @Nullable RoomState known(String room) {
    Entry entry = entries.getIfPresent(room);
    return entry == null ? null : entry.state();
  }

  private void apply(LoggedEvent event, RoomEvent decoded) {
    changes.accept(decoded);
    Entry entry = entries.getIfPresent(event.room());
    if (entry != null) {
      entry.take(event.seq(), decoded);
      remember(event.room(), entry);
    }
  }

  /** Forgets all: what comes next does not follow what was before. */
  void reset() {
    entries.invalidateAll();
    slow.clear();
  }

  /** Says anew how much an entry takes, unless it was dropped meanwhile. */
  private void remember(String room, Entry entry) {
    if (entries.asMap().replace(room, entry, entry)) {
      if (entry.isSlow()) {
        slow.add(room);
      } else {
        slow.remove(room);
      }
    }
  }

  /**
   * An event as the contract has it; empty if it can't be read. The writers keep such a one as a
   * dead letter; a room is what the readable events say.
   */
  Optional<RoomEvent> decode(LoggedEvent event) {
    try {
      return Optional.of(RoomEventCodec.decode(event.value()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A room in memory; until it is loaded, what happens to it meanwhile. */
  static final class Entry {

    private record Later(long seq, RoomEvent event) {}

    private final CompletableFuture<RoomState> state = new CompletableFuture<>();
    private final List<Later> meanwhile = new ArrayList<>();
    private @Nullable RoomState present;

    /** What is in memory from now on. */
    synchronized void begin(RoomState loaded, long upTo) {
      for (Later event : meanwhile) {
        // Of messages the last counts, however often it is told.
        if (event.seq > upTo || event.event instanceof Message) {
          loaded.apply(event.event);
        }
      }
      meanwhile.clear();
      present = loaded;
    }

    synchronized void take(long seq, RoomEvent event) {
      if (present == null) {
        meanwhile.add(new Later(seq, event));
      } else {
        present.apply(event);
      }
    }

    synchronized @Nullable RoomState state() {
      return present;
    }

    synchronized int weight() {
      return present == null ? 1 : present.weight();
    }

    synchronized boolean isSlow() {
      return present == null || present.slowModeSeconds() > 0;
    }
  }
}
