package chat.gateway.room;

import static chat.edge.problem.ProblemCode.UNAVAILABLE;

import chat.contract.event.RoomEvent;
import chat.contract.event.RoomEventCodec;
import chat.edge.problem.Refusal;
import chat.gateway.log.EventKind;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.RoomLog;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rooms in use at this gateway, updated by every event of the feed. Of the rooms that no
 * connection here has joined, the least recently used are evicted. Safe for use by several threads;
 * events of one room come from one thread.
 */
public final class RoomMemory {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final Consumer<RoomEvent> changes;
  private final Cache<String, RoomEntry> entries;
  private final Policy<String, RoomEntry> policy;
  private final long mostHeldBytes;
  private final AtomicLong heldBytes = new AtomicLong();
  private final Holders holders = new Holders();

  /**
   * No rooms yet. A room that is loading or held has no weight, so it is never evicted.
   *
   * @param changes receives each change of a room or its members, under the lock of its partition
   */
  public RoomMemory(Consumer<RoomEvent> changes, RoomSettings settings) {
    this.changes = changes;
    this.mostHeldBytes = settings.heldBytes();
    this.entries =
        Caffeine.newBuilder()
            .maximumWeight(settings.cachedBytes())
            .weigher((String room, RoomEntry entry) -> entry.weight())
            .executor(Runnable::run) // evicts on the calling thread
            .build();
    this.policy = entries.policy();
  }

  /**
   * Returns a room, and loads it if need be.
   *
   * @param load starts the load and reports its end once; events of the room from this call on are
   *     kept for it
   * @return the room; fails with a refusal, after which the next call loads it again
   */
  CompletableFuture<RoomState> get(String room, Consumer<RoomEntry> load) {
    AtomicBoolean begins = new AtomicBoolean();
    RoomEntry entry =
        change(
            room,
            current -> {
              RoomEntry some = current == null ? new RoomEntry() : current;
              begins.set(some.beginLoading());
              return some;
            });
    if (begins.get()) {
      try {
        load.accept(entry);
      } catch (RuntimeException e) {
        failed(room, entry, Refusal.from(e));
      }
    }
    return entry.loaded();
  }

  /** Changes the entry of a room, and updates its weight. */
  private RoomEntry change(String room, Function<@Nullable RoomEntry, RoomEntry> change) {
    return entries.asMap().compute(room, (name, current) -> change.apply(current));
  }

  /**
   * Reports that a room was loaded.
   *
   * @param upTo the position of the last change that the state includes
   */
  void loaded(String room, RoomEntry entry, RoomState state, long upTo) {
    if (entry.begin(state, upTo)) {
      weigh(room, entry);
      entry.complete(state);
    } else {
      failed(room, entry, RoomLog.unavailable());
    }
  }

  /** Reports that a room could not be loaded. */
  void failed(String room, RoomEntry entry, RuntimeException reason) {
    entries.asMap().remove(room, entry);
    entry.fail(reason);
  }

  /** Applies an event from the feed, under the lock of its partition. */
  void apply(LoggedEvent event) {
    boolean change = EventKind.ROOM_CHANGE.includes(event.type());
    if (!change && !event.isSent()) {
      return;
    }
    RoomEntry entry = policy.getIfPresentQuietly(event.room());
    if (change || (entry != null && entry.appliesMessages())) {
      decode(event).ifPresent(decoded -> apply(event, decoded, entry));
    }
  }

  /** The state of a room in memory; null if it is not loaded. */
  @Nullable RoomState known(String room) {
    RoomEntry entry = entries.getIfPresent(room);
    return entry == null ? null : entry.state();
  }

  private void apply(LoggedEvent event, RoomEvent decoded, @Nullable RoomEntry entry) {
    changes.accept(decoded);
    if (entry != null) {
      entry.apply(event.seq(), decoded);
      weigh(event.room(), entry);
    }
  }

  /** Forgets all rooms, as the next event does not follow the last one. */
  public void reset() {
    entries.asMap().values().forEach(entry -> entry.fail(RoomLog.unavailable()));
    entries.invalidateAll();
  }

  /** Updates the weight of an entry, unless it was evicted meanwhile. */
  private void weigh(String room, RoomEntry entry) {
    heldBytes.addAndGet(entry.recount());
    var unused = entries.asMap().replace(room, entry, entry);
  }

  /**
   * Holds a room in memory, from when it is loaded. A user may hold at most as much as is left, so
   * others always find some.
   *
   * @throws Refusal {@code unavailable} if the held rooms have reached the limit, or this user's
   *     would
   */
  HeldRoom hold(String room, String user) {
    long mine = holders.bytes(user);
    RoomEntry entry =
        change(
            room,
            current -> {
              RoomEntry some = current == null ? new RoomEntry() : current;
              if (some.isUnheld() && mine >= mostHeldBytes - heldBytes.get()) {
                throw Refusal.until(
                    UNAVAILABLE, "this gateway has as many rooms as it takes", RETRY_AFTER);
              }
              heldBytes.addAndGet(some.hold());
              return some;
            });
    holders.add(user, entry);
    return new HeldRoom(this, room, user, entry);
  }

  /** Whether an entry is the one that events are applied to. */
  boolean isCurrent(String room, RoomEntry entry) {
    return policy.getIfPresentQuietly(room) == entry;
  }

  /** Releases a room that a user held. */
  void release(String room, String user, RoomEntry entry) {
    holders.remove(user, entry);
    heldBytes.addAndGet(entry.release());
    var unused =
        entries
            .asMap()
            .computeIfPresent(
                room, (name, current) -> current == entry && entry.isDisposable() ? null : current);
  }

  /** Estimated bytes of the held rooms. */
  long heldBytes() {
    return heldBytes.get();
  }

  /**
   * Decodes an event; empty if it can't be read. The message writer stores such an event as a dead
   * letter, and rooms ignore it.
   */
  Optional<RoomEvent> decode(LoggedEvent event) {
    try {
      return Optional.of(RoomEventCodec.decode(event.value()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
