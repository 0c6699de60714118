package chat.gateway.room;

import chat.contract.event.MemberChange;
import chat.contract.event.RoomChange;
import chat.contract.event.RoomEvent;
import chat.contract.event.Visibility;
import chat.sockets.fanout.Frame;
import chat.sockets.fanout.Removal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides which connections leave a room because of an event in it. */
final class Departures {

  private Departures() {}

  /**
   * The users whose connections leave. If the room's members are not known, all leave.
   *
   * @param room the room after the event; null if it is not in memory
   */
  static Optional<Removal> by(RoomEvent event, @Nullable RoomState room) {
    if (event instanceof MemberChange change) {
      return by(change, room);
    }
    return event instanceof RoomChange change ? by(change, room) : Optional.empty();
  }

  private static Optional<Removal> by(MemberChange change, @Nullable RoomState room) {
    boolean leaves =
        switch (change.action()) {
          case KICKED, BANNED -> true;
          case LEFT -> room == null || !room.isPublic();
          case JOINED, UNBANNED, MUTED, ROLE -> false;
        };
    String user = change.user().id();
    return leaves
        ? Optional.of(new Removal(user::equals, left(change.room(), change.action().word())))
        : Optional.empty();
  }

  private static Optional<Removal> by(RoomChange change, @Nullable RoomState room) {
    if (change.room().equals(RoomAccess.GENERAL)) {
      return Optional.empty();
    }
    if (change.action() == RoomChange.Action.DELETED) {
      return Optional.of(new Removal(user -> true, left(change.room(), change.action().word())));
    }
    if (change.action() != RoomChange.Action.CHANGED || change.visibility() == Visibility.PUBLIC) {
      return Optional.empty();
    }
    Set<String> members = room == null ? Set.of() : Set.copyOf(room.memberIds());
    return Optional.of(
        new Removal(
            user -> !members.contains(user),
            left(change.room(), MemberChange.Action.KICKED.word())));
  }

  /** Room names and reasons contain no character that JSON escapes. */
  private static Frame left(String room, String reason) {
    byte[] json =
        "{\"type\":\"left\",\"room\":\"%s\",\"reason\":\"%s\"}"
            .formatted(room, reason)
            .getBytes(StandardCharsets.UTF_8);
    return Frame.event(room, "left", json);
  }
}
