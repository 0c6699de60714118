package chat.gateway.room;

import static chat.edge.problem.ProblemCode.CONFLICT;
import static chat.edge.problem.ProblemCode.FORBIDDEN;
import static chat.edge.problem.ProblemCode.INVALID_REQUEST;

import chat.contract.ApplicationData;
import chat.contract.Author;
import chat.contract.event.MemberChange;
import chat.contract.event.Role;
import chat.contract.event.RoomChange.Action;
import chat.contract.event.RoomEvent;
import chat.contract.event.Visibility;
import chat.edge.problem.Refusal;
import chat.gateway.room.RoomDecisions.Settings;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which services change rooms and members, each as a decision on a room's state. A
 * service needs no membership, and the rules for the room itself are those of users.
 */
final class ServiceDecisions {

  private final RoomDecisions rooms;
  private final MemberDecisions members;

  ServiceDecisions(RoomDecisions rooms, MemberDecisions members) {
    this.rooms = rooms;
    this.members = members;
  }

  /** A service creates a room, for an owner or without one; no change if the room is there. */
  RoomCommands.Decision create(Author by, @Nullable Author owner, Settings wanted) {
    RoomCommands.Decision put = put(by, owner, wanted);
    return room -> room.exists() && !room.isDeleted() ? Optional.empty() : put.on(room);
  }

  /** A service creates a room, for an owner or without one, or changes its settings. */
  RoomCommands.Decision put(Author by, @Nullable Author owner, Settings wanted) {
    return room -> {
      if (room.isDeleted()) {
        throw Refusal.ofField(CONFLICT, "room", "a deleted room's name is not used again");
      }
      boolean general = room.room().equals(RoomAccess.GENERAL);
      if (general && (owner != null || wanted.visibility() == Visibility.PRIVATE)) {
        throw Refusal.ofField(CONFLICT, "room", "this room is public and has no owner");
      }
      if (room.isDirect()) {
        throw directRoom();
      }
      if (!room.exists()) {
        return create(room, general ? null : owner == null ? by : owner, wanted);
      }
      return rooms.changed(room, by, wanted);
    };
  }

  private Optional<RoomEvent> create(RoomState room, @Nullable Author by, Settings wanted) {
    if (RoomNames.isReserved(room.room())) {
      throw Refusal.ofField(INVALID_REQUEST, "room", "names that begin so are given by the system");
    }
    String name = wanted.name() == null ? room.room() : wanted.name();
    Visibility visibility = wanted.visibility() == null ? Visibility.PUBLIC : wanted.visibility();
    int slow = wanted.slowModeSeconds() == null ? 0 : wanted.slowModeSeconds();
    ApplicationData data = ApplicationData.inEvent(null, wanted.data());
    return rooms.event(room, Action.CREATED, name, visibility, slow, by, List.of(), data);
  }

  /** A service deletes a room for good. */
  RoomCommands.Decision delete(Author by) {
    return room -> {
      if (room.isDeleted()) {
        return Optional.empty();
      }
      if (!room.exists()) {
        throw Access.noSuchRoom();
      }
      if (room.isDirect() || room.room().equals(RoomAccess.GENERAL)) {
        throw Refusal.of(FORBIDDEN, "this room never ends");
      }
      return rooms.event(
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

  /** A service adds a user; no change if the user is a member. */
  RoomCommands.Decision add(Author by, Author user, Role role) {
    return room -> {
      requireGroup(room);
      if (room.role(user.id()).isPresent()) {
        return Optional.empty();
      }
      if (room.isBanned(user.id())) {
        throw Refusal.of(CONFLICT, "banned from this room");
      }
      members.requireSpace(room);
      return members.event(room, user, MemberChange.Action.JOINED, firstRole(room, role), by, null);
    };
  }

  /** Where there is an owner already, the room is handed over in a second step. */
  private static Role firstRole(RoomState room, Role wanted) {
    boolean general = room.room().equals(RoomAccess.GENERAL);
    boolean second = wanted == Role.OWNER && room.owner().isPresent();
    return general || second ? Role.MEMBER : wanted;
  }

  /** A service gives a member a role; the former owner becomes a moderator. */
  RoomCommands.Decision give(Author by, Author user, Role role) {
    return room -> {
      requireGroup(room);
      Role current = room.role(user.id()).orElse(null);
      if (current == role || room.room().equals(RoomAccess.GENERAL)) {
        return Optional.empty();
      }
      if (current == null) {
        throw Refusal.of(CONFLICT, "no member any more");
      }
      if (current == Role.OWNER) {
        throw Refusal.of(CONFLICT, "the owner stays so until the room is handed over");
      }
      Author giver = role == Role.OWNER ? room.owner().orElse(null) : by;
      return members.event(room, user, MemberChange.Action.ROLE, role, giver, null);
    };
  }

  /** A service removes a member; no change if the user is none. */
  RoomCommands.Decision remove(Author by, Author user) {
    return room -> {
      requireGroup(room);
      Optional<Role> role = room.role(user.id());
      if (role.equals(Optional.of(Role.OWNER))) {
        throw Refusal.of(CONFLICT, "the room is handed over before its owner is removed");
      }
      return role.flatMap(
          present -> members.event(room, user, MemberChange.Action.KICKED, present, by, null));
    };
  }

  /**
   * A service mutes a user, with any role, until a time; a time in the past ends the mute.
   *
   * @param extend whether a present mute that ends later stays as it is
   */
  RoomCommands.Decision mute(Author by, Author user, long untilAt, boolean extend) {
    return room -> {
      requireGroup(room);
      return members.muted(room, by, user, untilAt, extend);
    };
  }

  private static void requireGroup(RoomState room) {
    if (!room.exists()) {
      throw Access.noSuchRoom();
    }
    if (room.isDirect()) {
      throw directRoom();
    }
  }

  private static Refusal directRoom() {
    return Refusal.of(FORBIDDEN, "a direct room is that of two people");
  }
}
