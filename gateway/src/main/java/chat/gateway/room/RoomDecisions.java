package chat.gateway.room;

import static chat.edge.problem.ProblemCode.CONFLICT;
import static chat.edge.problem.ProblemCode.FORBIDDEN;

import chat.contract.ApplicationData;
import chat.contract.Author;
import chat.contract.event.RoomChange;
import chat.contract.event.RoomChange.Action;
import chat.contract.event.RoomEvent;
import chat.contract.event.Visibility;
import chat.edge.problem.Refusal;
import chat.gateway.log.EventIds;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules for changing rooms, each as a decision on a room's state. */
public final class RoomDecisions {

  private final EventIds ids;
  private final InstantSource clock;

  public RoomDecisions(EventIds ids, InstantSource clock) {
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * The settings that the owner may change.
   *
   * @param name null to keep it
   * @param visibility null to keep it
   * @param slowModeSeconds null to keep it
   * @param data null to keep them; {@link ApplicationData#NONE} to remove them
   */
  public record Settings(
      @Nullable String name,
      @Nullable Visibility visibility,
      @Nullable Integer slowModeSeconds,
      @Nullable ApplicationData data) {}

  /** A user creates a room. */
  public RoomCommands.Decision create(
      Author by, String name, Visibility visibility, @Nullable ApplicationData data) {
    return room -> {
      if (room.exists() || room.isDeleted() || room.room().equals(RoomAccess.GENERAL)) {
        throw Refusal.ofField(CONFLICT, "room", "this name is taken");
      }
      return event(room, Action.CREATED, name, visibility, 0, by, List.of(), data);
    };
  }

  /** A user opens the direct room with another user, which is created once. */
  public RoomCommands.Decision direct(Author by, Author other, @Nullable ApplicationData data) {
    return room ->
        room.exists()
            ? Optional.empty()
            : event(
                room,
                Action.CREATED,
                room.room(),
                Visibility.PRIVATE,
                0,
                by,
                List.of(by, other),
                data);
  }

  /** The owner changes a room's settings. */
  public RoomCommands.Decision change(Author by, Settings wanted) {
    return room -> {
      Access.own(room, by.id());
      return changed(room, by, wanted);
    };
  }

  /** The change to other settings; none if they are the same. */
  Optional<RoomEvent> changed(RoomState room, Author by, Settings wanted) {
    String name = wanted.name == null ? room.name() : wanted.name;
    Visibility visibility = wanted.visibility == null ? room.visibility() : wanted.visibility;
    int slow = wanted.slowModeSeconds == null ? room.slowModeSeconds() : wanted.slowModeSeconds;
    ApplicationData data = ApplicationData.inEvent(room.data(), wanted.data);
    boolean same =
        name.equals(room.name())
            && visibility == room.visibility()
            && slow == room.slowModeSeconds()
            && ApplicationData.isSame(data, room.data());
    return same
        ? Optional.empty()
        : event(room, Action.CHANGED, name, visibility, slow, by, List.of(), data);
  }

  /** The owner deletes a room for good. */
  public RoomCommands.Decision delete(Author by) {
    return room -> {
      Access.read(room, by.id());
      if (room.isDirect()) {
        throw Refusal.of(FORBIDDEN, "a direct room is that of two people");
      }
      Access.own(room, by.id());
      return event(
          room,
          Action.DELETED,
          room.name(),
          room.visibility(),
          room.slowModeSeconds(),
          by,
          List.of(),
          null);
    };
  }

  Optional<RoomEvent> event(
      RoomState room,
      Action action,
      String name,
      Visibility visibility,
      int slowModeSeconds,
      @Nullable Author by,
      List<Author> pair,
      @Nullable ApplicationData data) {
    return Optional.of(
        new RoomChange(
            room.room(),
            ids.next(),
            action,
            name,
            visibility,
            slowModeSeconds,
            by,
            pair,
            data,
            clock.millis()));
  }
}
