package chat.gateway.room;

import static chat.edge.problem.ProblemCode.CONFLICT;
import static chat.edge.problem.ProblemCode.FORBIDDEN;

import chat.contract.Author;
import chat.contract.event.MemberChange;
import chat.contract.event.MemberChange.Action;
import chat.contract.event.Role;
import chat.contract.event.RoomChange;
import chat.contract.event.RoomEvent;
import chat.edge.problem.Refusal;
import chat.gateway.log.EventIds;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules for changing members, each as a decision on a room's state. */
public final class MemberDecisions {

  private final EventIds ids;
  private final InstantSource clock;
  private final int maxMembers;

  public MemberDecisions(EventIds ids, InstantSource clock, int maxMembers) {
    this.ids = ids;
    this.clock = clock;
    this.maxMembers = maxMembers;
  }

  /** A user joins a public room. In a private room the user is a member already, or is refused. */
  public RoomCommands.Decision join(Author user) {
    return room -> {
      Access.read(room, user.id());
      if (room.role(user.id()).isPresent()) {
        return Optional.empty();
      }
      requireSpace(room);
      return event(room, user, Action.JOINED, Role.MEMBER, null, null);
    };
  }

  /** A user adds another user, or gives them a role. */
  public RoomCommands.Decision put(Author by, Author user, @Nullable Role role) {
    return room -> {
      Access.moderate(room, by.id());
      requireNotDirect(room);
      Optional<Role> current = room.role(user.id());
      return current.isEmpty()
          ? add(room, by, user, role)
          : give(room, by, user, current.get(), role);
    };
  }

  /**
   * A user leaves. The last member's leaving ends the room; an owner hands it over first. When the
   * last two members left at once, each still saw the other, so a room without members is ended
   * too.
   */
  public RoomCommands.Decision leave(Author user) {
    return room -> {
      if (room.isDeserted()) {
        return Optional.of(end(room, user));
      }
      Access.read(room, user.id());
      Optional<Role> role = room.role(user.id());
      if (role.isEmpty()) {
        return Optional.empty();
      }
      requireNotDirect(room);
      if (room.memberCount() == 1 && room.endsWithItsMembers()) {
        return Optional.of(end(room, user));
      }
      if (role.get() == Role.OWNER) {
        throw Refusal.of(CONFLICT, "the owner hands the room over before leaving it");
      }
      return event(room, user, Action.LEFT, role.get(), null, null);
    };
  }

  /** Hands a room of an erased owner over to a moderator, or else to the oldest member. */
  RoomCommands.Decision handOverErased(Author user) {
    return room -> {
      Optional<Member> heir =
          room.membersAfter("", Integer.MAX_VALUE).stream()
              .filter(member -> !member.user().id().equals(user.id()))
              .min(Comparator.comparing(Member::role).thenComparingLong(Member::joinedAt));
      return room.role(user.id()).equals(Optional.of(Role.OWNER)) && heir.isPresent()
          ? event(room, heir.get().user(), Action.ROLE, Role.OWNER, user, null)
          : Optional.empty();
    };
  }

  /** Removes an erased user; the last member's leaving ends the room. */
  RoomCommands.Decision removeErased(Author user) {
    return room -> {
      if (room.isDeserted()) {
        return Optional.of(end(room, user));
      }
      Optional<Role> role = room.role(user.id());
      if (role.isEmpty()) {
        return Optional.empty();
      }
      return room.memberCount() == 1 && room.endsWithItsMembers()
          ? Optional.of(end(room, user))
          : event(room, user, Action.LEFT, role.get(), null, null);
    };
  }

  /** A user removes another; no change if they are not a member. */
  public RoomCommands.Decision kick(Author by, Author user) {
    return room -> {
      Access.moderate(room, by.id(), user.id());
      requireNotDirect(room);
      return room.role(user.id()).flatMap(role -> event(room, user, Action.KICKED, role, by, null));
    };
  }

  /**
   * A user bans another. In a public room non-members can be banned too; a private one can't be
   * joined without being added.
   */
  public RoomCommands.Decision ban(Author by, Author user) {
    return room -> {
      Access.moderate(room, by.id(), user.id());
      requireNotDirect(room);
      if (room.isBanned(user.id())) {
        return Optional.empty();
      }
      Optional<Role> role = room.role(user.id());
      if (role.isEmpty() && !room.isPublic()) {
        throw Refusal.of(CONFLICT, "no member of this private room");
      }
      return event(room, user, Action.BANNED, role.orElse(null), by, null);
    };
  }

  /** A user lifts another's ban. */
  public RoomCommands.Decision unban(Author by, Author user) {
    return room -> {
      Access.moderate(room, by.id());
      return room.isBanned(user.id())
          ? event(room, user, Action.UNBANNED, null, by, null)
          : Optional.empty();
    };
  }

  /**
   * A user mutes another until a time; a time in the past ends the mute.
   *
   * @param extend whether a present mute that ends later stays as it is
   */
  public RoomCommands.Decision mute(Author by, Author user, long untilAt, boolean extend) {
    return room -> {
      Access.moderate(room, by.id(), user.id());
      requireNotDirect(room);
      return muted(room, by, user, untilAt, extend);
    };
  }

  Optional<RoomEvent> muted(RoomState room, Author by, Author user, long untilAt, boolean extend) {
    long until = untilAt > clock.millis() ? untilAt : 0;
    long present = room.mutedUntil(user.id());
    return present == until || (extend && present > until)
        ? Optional.empty()
        : event(room, user, Action.MUTED, null, by, until);
  }

  private Optional<RoomEvent> add(RoomState room, Author by, Author user, @Nullable Role role) {
    if (room.isBanned(user.id())) {
      throw Refusal.of(CONFLICT, "banned from this room");
    }
    Role given = role == null ? Role.MEMBER : role;
    if (given == Role.OWNER) {
      throw Refusal.of(CONFLICT, "a room is handed over to a member");
    }
    if (given != Role.MEMBER) {
      Access.own(room, by.id());
    }
    requireSpace(room);
    return event(room, user, Action.JOINED, given, by, null);
  }

  private Optional<RoomEvent> give(
      RoomState room, Author by, Author user, Role current, @Nullable Role role) {
    if (role == null) {
      return Optional.empty();
    }
    Access.own(room, by.id());
    if (role == current) {
      return Optional.empty();
    }
    if (current == Role.OWNER) {
      throw Refusal.of(CONFLICT, "the owner stays so until the room is handed over");
    }
    return event(room, user, Action.ROLE, role, by, null);
  }

  private RoomEvent end(RoomState room, Author by) {
    return new RoomChange(
        room.room(),
        ids.next(),
        RoomChange.Action.DELETED,
        room.name(),
        room.visibility(),
        0,
        by,
        List.of(),
        clock.millis());
  }

  void requireSpace(RoomState room) {
    if (room.memberCount() >= maxMembers) {
      throw Refusal.of(CONFLICT, "a room has at most " + maxMembers + " members");
    }
  }

  static void requireNotDirect(RoomState room) {
    if (room.isDirect()) {
      throw Refusal.of(FORBIDDEN, "a direct room is that of two people");
    }
  }

  Optional<RoomEvent> event(
      RoomState room,
      Author user,
      Action action,
      @Nullable Role role,
      @Nullable Author by,
      @Nullable Long untilAt) {
    return Optional.of(
        new MemberChange(room.room(), ids.next(), user, action, role, by, untilAt, clock.millis()));
  }
}
