package chat.gateway.room;

import static chat.edge.problem.ProblemCode.UNAVAILABLE;

import chat.contract.Author;
import chat.contract.event.RoomChange;
import chat.contract.event.RoomEvent;
import chat.contract.event.Visibility;
import chat.edge.problem.Refusal;
import chat.gateway.history.Coalescing;
import chat.gateway.log.EventIds;
import chat.gateway.queue.Requester;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Checks who may enter rooms, and creates rooms on first use. All stages fail with a refusal:
 * {@code not_found}, {@code forbidden}, or {@code unavailable}.
 */
public final class RoomAccess {

  /** The room that always exists and has no owner. */
  public static final String GENERAL = "general";

  private final Rooms rooms;
  private final RoomCommands commands;
  private final RoomSettings settings;
  private final EventIds ids;
  private final InstantSource clock;
  private final Coalescing<String, RoomState> underWay = new Coalescing<>();

  public RoomAccess(
      Rooms rooms,
      RoomCommands commands,
      RoomSettings settings,
      EventIds ids,
      InstantSource clock) {
    this.rooms = rooms;
    this.commands = commands;
    this.settings = settings;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Checks that a user may read a room; does not create it. {@link #GENERAL} may have no events
   * yet.
   */
  public CompletableFuture<Void> read(String room, String user) {
    return rooms
        .find(
            room,
            Requester.of(user),
            state -> {
              if (!room.equals(GENERAL) || state.exists()) {
                Access.read(state, user);
              }
            })
        .thenAccept(state -> {});
  }

  /** Checks that a user may read a room, or create it if it does not exist. */
  public CompletableFuture<Void> prepare(String room, String user) {
    return rooms
        .find(
            room,
            Requester.of(user),
            state -> {
              if (state.exists() || state.isDeleted()) {
                Access.read(state, user);
              }
            })
        .thenAccept(state -> {});
  }

  /** Checks that a room exists; services may read all. */
  public CompletableFuture<Void> open(String room) {
    return rooms.find(room, Requester.SYSTEM, RoomAccess::requireOpen).thenAccept(state -> {});
  }

  /** Checks that a room exists; a service may moderate and import in all. */
  public CompletableFuture<Permit> serve(String room, Author service) {
    return room.equals(GENERAL)
        ? serveMaking(room, service)
        : unrestricted(
            room, () -> rooms.find(room, Requester.of(service.id()), RoomAccess::requireOpen));
  }

  /** Checks that a service may write, which it may in all rooms; creates the room if need be. */
  public CompletableFuture<Permit> serveMaking(String room, Author service) {
    return unrestricted(
        room, () -> enter(room, service, Requester.of(service.id()), RoomAccess::requireOpen));
  }

  private CompletableFuture<Permit> unrestricted(
      String room, Supplier<CompletableFuture<RoomState>> check) {
    return CompletableFuture.completedFuture(room)
        .thenApply(rooms::asOf)
        .thenCompose(asOf -> check.get().thenApply(state -> Permit.unrestricted(state, asOf)));
  }

  private static void requireOpen(RoomState state) {
    if (!state.exists() && (state.isDeleted() || !state.room().equals(GENERAL))) {
      throw Access.noSuchRoom();
    }
  }

  /** Number of members of a room; 0 if it does not exist. */
  public CompletableFuture<Integer> memberCount(String room) {
    return rooms.find(room).thenApply(RoomState::memberCount);
  }

  /** Checks that a user may join with a connection or as a member; creates the room if need be. */
  public CompletableFuture<RoomState> join(String room, Author user) {
    return join(room, user, Requester.of(user.id()));
  }

  /** The same, dropped if the requester no longer waits. */
  CompletableFuture<RoomState> join(String room, Author user, Requester requester) {
    return enter(room, user, requester, state -> Access.read(state, user.id()));
  }

  /** Checks that a user may write; creates the room if need be. */
  public CompletableFuture<Permit> write(String room, Author user) {
    long now = clock.millis();
    return CompletableFuture.completedFuture(room)
        .thenApply(rooms::asOf)
        .thenCompose(
            asOf ->
                enter(
                        room,
                        user,
                        Requester.of(user.id()),
                        state -> Access.write(state, user.id(), now))
                    .thenApply(state -> Permit.of(state, user.id(), asOf, now)));
  }

  /**
   * Checks that a user may change messages, which needs the right to write; does not create the
   * room.
   */
  public CompletableFuture<Permit> rewrite(String room, String user) {
    long now = clock.millis();
    return permit(room, user, now, state -> Access.write(state, user, now));
  }

  /**
   * Checks that a user may take part without writing, which muted users may too; does not create
   * the room.
   */
  public CompletableFuture<Permit> participate(String room, String user) {
    return permit(room, user, clock.millis(), state -> Access.read(state, user));
  }

  private CompletableFuture<Permit> permit(
      String room, String user, long now, Consumer<RoomState> check) {
    return CompletableFuture.completedFuture(room)
        .thenApply(rooms::asOf)
        .thenCompose(
            asOf ->
                rooms
                    .find(room, Requester.of(user), check)
                    .thenApply(state -> Permit.of(state, user, asOf, now)));
  }

  private CompletableFuture<RoomState> enter(
      String room, Author user, Requester requester, Consumer<RoomState> check) {
    return rooms
        .find(room, requester)
        .thenCompose(
            state ->
                state.exists() || state.isDeleted() || !mayBeMade(room)
                    ? CompletableFuture.completedFuture(state)
                    : make(room, user))
        .thenCompose(state -> rooms.find(room, requester, check));
  }

  /**
   * Creates a room once for all concurrent callers: the first caller creates it. If it is refused,
   * the others try on their own behalf.
   */
  private CompletableFuture<RoomState> make(String room, Author user) {
    AtomicBoolean mine = new AtomicBoolean();
    return underWay
        .get(
            room,
            () -> {
              mine.set(true);
              return makeAlone(room, user);
            })
        .exceptionallyCompose(
            error ->
                mine.get() || Refusal.codeOf(error) == UNAVAILABLE
                    ? CompletableFuture.failedFuture(error)
                    : makeAlone(room, user));
  }

  private CompletableFuture<RoomState> makeAlone(String room, Author user) {
    return commands.change(room, Requester.of(user.id()), current -> making(current, user));
  }

  private boolean mayBeMade(String room) {
    return room.equals(GENERAL) || (settings.autoCreate() && !RoomNames.isReserved(room));
  }

  private Optional<RoomEvent> making(RoomState room, Author user) {
    if (room.exists() || room.isDeleted()) {
      return Optional.empty();
    }
    boolean general = room.room().equals(GENERAL);
    return Optional.of(
        new RoomChange(
            room.room(),
            ids.next(),
            RoomChange.Action.CREATED,
            room.room(),
            Visibility.PUBLIC,
            0,
            general ? null : user,
            List.of(),
            clock.millis()));
  }
}
