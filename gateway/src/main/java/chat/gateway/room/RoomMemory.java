package chat.gateway.room;

import static chat.edge.problem.ProblemCode.UNAVAILABLE;

import chat.contract.RoomEvent;
import chat.contract.RoomEventCodec;
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
 * The rooms that are in use here, kept right by every event that the feed takes. Of those that no
 * socket here has joined, the ones used longest ago are dropped. Safe for use by several threads;
 * the events of one room come from one.
 */
final class RoomMemory {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private final Consumer<RoomEvent> changes;
  private final Cache<String, RoomEntry> entries;
  private final Policy<String, RoomEntry> policy;
  private final long mostHeldBytes;
  private final AtomicLong heldBytes = new AtomicLong();
  private final Holders holders = new Holders();

  /**
   * Memory with no rooms in it. A room that is loaded or held weighs nothing: it is not dropped,
   * whatever there is beside.
   *
   * @param changes told of each change of a room or its members, under the lock of its partition
   */
  RoomMemory(Consumer<RoomEvent> changes, RoomSettings settings) {
    this.changes = changes;
    this.mostHeldBytes = settings.heldBytes();
    this.entries =
        Caffeine.newBuilder()
            .maximumWeight(settings.cachedBytes())
            .weigher((String room, RoomEntry entry) -> entry.weight())
            .executor(Runnable::run) // what is too much goes at once
            .build();
    this.policy = entries.policy();
  }

  /**
   * A room.
   *
   * @param load begins to load it, and says once how that ended; what happens in the room from this
   *     call on is kept for it
   * @return the room; fails with a refusal, and then the next call loads it again
   */
  CompletableFuture<RoomState> get(String room, Consumer<RoomEntry> load) {
    AtomicBoolean begins = new AtomicBoolean();
    RoomEntry entry =
        change(
            room,
            present -> {
              RoomEntry some = present == null ? new RoomEntry() : present;
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

  /** Changes the entry of a room, and says anew how much it takes. */
  private RoomEntry change(String room, Function<@Nullable RoomEntry, RoomEntry> change) {
    return entries.asMap().compute(room, (name, present) -> change.apply(present));
  }

  /**
   * A room was loaded.
   *
   * @param upTo the place of the last change that it has seen
   */
  void loaded(String room, RoomEntry entry, RoomState state, long upTo) {
    if (entry.begin(state, upTo)) {
      weigh(room, entry);
      entry.tell(state);
    } else {
      failed(room, entry, RoomLog.unavailable());
    }
  }

  /** A room could not be loaded. */
  void failed(String room, RoomEntry entry, RuntimeException reason) {
    entries.asMap().remove(room, entry);
    entry.fail(reason);
  }

  /** Takes an event from the feed, under the lock of its partition. */
  void apply(LoggedEvent event) {
    boolean change = EventKind.ROOM_CHANGE.includes(event.type());
    if (!change && !event.isMessage()) {
      return;
    }
    RoomEntry entry = policy.getIfPresentQuietly(event.room());
    if (change || (entry != null && entry.takesMessages())) {
      decode(event).ifPresent(decoded -> apply(event, decoded, entry));
    }
  }

  /** The state of a room that is in memory; null if it is not, or not yet. */
  @Nullable RoomState known(String room) {
    RoomEntry entry = entries.getIfPresent(room);
    return entry == null ? null : entry.state();
  }

  private void apply(LoggedEvent event, RoomEvent decoded, @Nullable RoomEntry entry) {
    changes.accept(decoded);
    if (entry != null) {
      entry.take(event.seq(), decoded);
      weigh(event.room(), entry);
    }
  }

  /** Forgets all: what comes next does not follow what was before. */
  void reset() {
    entries.asMap().values().forEach(entry -> entry.fail(RoomLog.unavailable()));
    entries.invalidateAll();
  }

  /** Says anew how much an entry takes, unless it was dropped meanwhile. */
  private void weigh(String room, RoomEntry entry) {
    heldBytes.addAndGet(entry.recount());
    var unused = entries.asMap().replace(room, entry, entry);
  }

  /**
   * Keeps a room in memory, from when it is loaded on. A user holds as much as is left after that:
   * there is some for others.
   *
   * @throws Refusal {@code unavailable} if all rooms that are kept so take as much as they may, or
   *     those of this user more than is left
   */
  HeldRoom hold(String room, String user) {
    long mine = holders.bytes(user);
    RoomEntry entry =
        change(
            room,
            present -> {
              RoomEntry some = present == null ? new RoomEntry() : present;
              if (some.isFree() && mine >= mostHeldBytes - heldBytes.get()) {
                throw Refusal.until(
                    UNAVAILABLE, "this gateway has as many rooms as it takes", RETRY_AFTER);
              }
              heldBytes.addAndGet(some.hold());
              return some;
            });
    holders.add(user, entry);
    return new HeldRoom(this, room, user, entry);
  }

  /** Whether an entry is the one that events are told. */
  boolean isPresent(String room, RoomEntry entry) {
    return policy.getIfPresentQuietly(room) == entry;
  }

  /** A room need not be kept any more on account of one who held it. */
  void letGo(String room, String user, RoomEntry entry) {
    holders.remove(user, entry);
    heldBytes.addAndGet(entry.letGo());
    var unused =
        entries
            .asMap()
            .computeIfPresent(
                room, (name, present) -> present == entry && entry.isUseless() ? null : present);
  }

  /** How many bytes the rooms take, about, that are held. */
  long heldBytes() {
    return heldBytes.get();
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
}
