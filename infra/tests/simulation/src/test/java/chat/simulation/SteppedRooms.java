package chat.simulation;

import chat.contract.Author;
import chat.contract.event.RoomEventCodec;
import chat.contract.event.Visibility;
import chat.gateway.history.History;
import chat.gateway.log.Deadlines;
import chat.gateway.log.DeliveredPositions;
import chat.gateway.log.EventIds;
import chat.gateway.log.EventKind;
import chat.gateway.log.EventSink;
import chat.gateway.log.LogPositions;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PartitionLog;
import chat.gateway.log.RoomLog;
import chat.gateway.room.EventObserver;
import chat.gateway.room.JoinMeter;
import chat.gateway.room.Joins;
import chat.gateway.room.MemberDecisions;
import chat.gateway.room.Memberships;
import chat.gateway.room.PublicRooms;
import chat.gateway.room.RoomAccess;
import chat.gateway.room.RoomActivity;
import chat.gateway.room.RoomCommands;
import chat.gateway.room.RoomDecisions;
import chat.gateway.room.RoomEvents;
import chat.gateway.room.RoomMemory;
import chat.gateway.room.RoomQuota;
import chat.gateway.room.RoomSettings;
import chat.gateway.room.RoomState;
import chat.gateway.room.RoomStates;
import chat.gateway.room.Rooms;
import chat.sockets.fanout.Frame;
import chat.sockets.fanout.Hub;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The rooms of a gateway over simulated tables. */
final class SteppedRooms {

  /** Memory for so few members that rooms are often dropped. */
  private static final RoomSettings SETTINGS = new RoomSettings(true, 5, 1000, 10_000);

  private final Memberships memberships =
      new Memberships(user -> CompletableFuture.completedStage(List.of()), InstantSource.system());
  private final RoomActivity activity =
      new RoomActivity(rooms -> CompletableFuture.completedStage(Map.of()));
  private final PublicRooms publicRooms =
      new PublicRooms(room -> CompletableFuture.completedStage(false));
  private final RoomMemory memory = new RoomMemory(memberships::apply, SETTINGS);
  private final Fault fault;
  private @Nullable Rooms present;
  private @Nullable RoomCommands commands;
  private @Nullable MemberDecisions decisions;
  private @Nullable RoomDecisions settings;

  /** The rooms of one gateway. */
  SteppedRooms(Fault fault) {
    this.fault = fault;
  }

  /** The events of a room in the tables. */
  interface Rows {
    CompletionStage<List<LoggedEvent>> events(String room);
  }

  public EventSink sink(Hub hub) {
    RoomEvents events =
        new RoomEvents(
            memory,
            memberships,
            activity,
            publicRooms,
            new NoObserver(),
            hub,
            new DeliveredPositions());
    return switch (fault) {
      case DEAF_TO_KICKS, UNHELD_ROOMS -> new Faulty(events, fault, memory, hub);
      default -> events;
    };
  }

  /** No client of the simulation asks for an inbox. */
  private static final class NoObserver implements EventObserver {

    @Override
    public void observe(LoggedEvent event) {}

    @Override
    public void reset() {}
  }

  private record Faulty(RoomEvents events, Fault fault, RoomMemory memory, Hub hub)
      implements EventSink {

    @Override
    public void observe(LoggedEvent event) {
      if (fault == Fault.UNHELD_ROOMS) {
        memory.reset();
      }
      events.observe(event);
    }

    @Override
    public void deliver(LoggedEvent event) {
      if (fault == Fault.DEAF_TO_KICKS) {
        hub.deliver(event.room(), Frame.event(event.room(), event.type(), event.frame()));
      } else {
        events.deliver(event);
      }
    }

    @Override
    public void flush() {
      events.flush();
    }

    @Override
    public void flush(long oldestAppendedAt) {
      events.flush(oldestAppendedAt);
    }

    @Override
    public void reset() {
      events.reset();
    }
  }

  /** Adds a user to a public room; fails with a refusal. */
  public CompletableFuture<Void> enroll(String room, Author user) {
    return change(room, Objects.requireNonNull(decisions).join(user));
  }

  /** Removes a member from a room; fails with a refusal. */
  public CompletableFuture<Void> kick(String room, Author by, Author user) {
    return change(room, Objects.requireNonNull(decisions).kick(by, user));
  }

  /** Makes a room public or private; fails with a refusal. */
  public CompletableFuture<Void> show(String room, Author by, Visibility visibility) {
    RoomDecisions.Settings wanted = new RoomDecisions.Settings(null, visibility, null, null);
    return change(room, Objects.requireNonNull(settings).change(by, wanted));
  }

  private CompletableFuture<Void> change(String room, RoomCommands.Decision decision) {
    return Objects.requireNonNull(commands).change(room, decision).thenAccept(state -> {});
  }

  public RoomAccess access(
      Function<String, PartitionLog> logs,
      LogPositions positions,
      History history,
      Rows rows,
      RoomLog log,
      EventIds ids,
      InstantSource clock,
      Deadlines deadlines) {
    Rooms rooms = new Rooms(logs, positions, history, states(rows), memory, clock, deadlines);
    present = rooms;
    RoomQuota quota =
        new RoomQuota(memberships, history::behind, rooms::inTurn, SETTINGS.maxPerUser());
    RoomCommands rules = new RoomCommands(rooms, log, quota);
    commands = rules;
    decisions = new MemberDecisions(ids, clock, SETTINGS.maxMembers());
    settings = new RoomDecisions(ids, clock);
    return new RoomAccess(rooms, rules, SETTINGS, ids, clock);
  }

  public Joins joins(History history, RoomAccess access) {
    Rooms rooms = Objects.requireNonNull(present);
    return new Joins(history, rooms, access, new JoinMeter(new SimpleMeterRegistry()));
  }

  /** The tables of rooms hold the fold of their events. */
  private static RoomStates states(Rows rows) {
    return new RoomStates() {
      @Override
      public CompletionStage<RoomState> load(String room) {
        return rows.events(room).thenApply(events -> fold(room, events));
      }

      @Override
      public CompletionStage<RoomState> describe(String room) {
        return load(room);
      }

      @Override
      public CompletionStage<List<String>> roomsOf(String user) {
        return CompletableFuture.completedStage(List.of());
      }

      @Override
      public CompletionStage<List<PublicRoom>> search(String prefix, String after, int limit) {
        return CompletableFuture.completedStage(List.of());
      }
    };
  }

  private static RoomState fold(String room, List<LoggedEvent> events) {
    RoomState state = new RoomState(room);
    events.stream()
        .filter(event -> EventKind.ROOM_CHANGE.includes(event.type()))
        .forEach(event -> state.apply(RoomEventCodec.decode(event.value())));
    return state;
  }
}
