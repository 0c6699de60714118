package chat.gateway.room;

import chat.contract.Author;
import chat.contract.event.MemberChange;
import chat.contract.event.MemberChange.Action;
import chat.contract.event.Role;
import chat.contract.event.RoomChange;
import chat.contract.event.Visibility;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rooms of each kind with users of each kind. */
final class SampleRooms {

  static final long NOW = 1_000_000;
  static final Author BYSTANDER = new Author("bystander", "bystander");
  static final Author SECOND = new Author("second-moderator", "second-moderator");
  static final Author OWNER = new Author("owner", "owner");
  static final Author EXILE = new Author("exile", "exile");

  private SampleRooms() {}

  /** A room with a user of each kind, or a direct room of two. */
  static RoomState room(String kind) {
    RoomState room = new RoomState("dev");
    if (kind.equals("direct")) {
      Author member = new Author("member", "member");
      room.apply(created(Visibility.PRIVATE, member, List.of(member, BYSTANDER)));
      return room;
    }
    Visibility visibility = kind.equals("private") ? Visibility.PRIVATE : Visibility.PUBLIC;
    room.apply(created(visibility, OWNER, List.of()));
    member(room, new Author("moderator", "moderator"), Action.JOINED, Role.MODERATOR);
    member(room, SECOND, Action.JOINED, Role.MODERATOR);
    member(room, new Author("member", "member"), Action.JOINED, Role.MEMBER);
    member(room, new Author("muted", "muted"), Action.JOINED, Role.MEMBER);
    member(room, new Author("muted", "muted"), Action.MUTED, null);
    member(room, BYSTANDER, Action.JOINED, Role.MEMBER);
    member(room, new Author("banned", "banned"), Action.BANNED, null);
    member(room, EXILE, Action.BANNED, null);
    if (kind.equals("deleted")) {
      room.apply(
          new RoomChange(
              "dev", "d", RoomChange.Action.DELETED, "Dev", visibility, 0, OWNER, List.of(), 6));
    }
    return room;
  }

  static RoomChange created(Visibility visibility, Author by, List<Author> pair) {
    return new RoomChange("dev", "c", RoomChange.Action.CREATED, "Dev", visibility, 0, by, pair, 5);
  }

  /** Changes a user's membership; a mute is for 100 ms. */
  static void member(RoomState room, Author user, Action action, @Nullable Role role) {
    Long untilAt = action == Action.MUTED ? NOW + 100 : null;
    room.apply(new MemberChange("dev", "m", user, action, role, OWNER, untilAt, 5));
  }
}
