package chat.gateway.room;

import static chat.edge.problem.ProblemCode.FORBIDDEN;
import static chat.edge.problem.ProblemCode.NOT_FOUND;
import static chat.edge.problem.ProblemCode.RATE_LIMITED;

import chat.contract.event.Role;
import chat.edge.problem.Refusal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The permissions in a room. Each rule returns, or throws a refusal with the reason. */
public final class Access {

  private Access() {}

  /** The refusal for a room that does not exist or is hidden from the user. */
  public static Refusal noSuchRoom() {
    return Refusal.of(NOT_FOUND, "no such room");
  }

  /**
   * Checks reading and joining: any user who is not banned in a public room, members in a private
   * one.
   */
  public static void read(RoomState room, String user) {
    if (!mayRead(room, user)) {
      throw room.exists() && room.isPublic()
          ? Refusal.of(FORBIDDEN, "banned from this room")
          : noSuchRoom();
    }
  }

  /** Whether a user may read and join, by the same rule. */
  static boolean mayRead(RoomState room, String user) {
    return room.exists() && (room.isPublic() ? !room.isBanned(user) : room.role(user).isPresent());
  }

  /**
   * Checks writing: the user may read and is not muted.
   *
   * @param now milliseconds since the epoch UTC
   */
  static void write(RoomState room, String user, long now) {
    read(room, user);
    if (room.mutedUntil(user) > now) {
      throw Refusal.of(FORBIDDEN, "muted in this room");
    }
  }

  /**
   * The refusal of a message that is too early in slow mode; null if it is not. Moderators and the
   * owner need not wait.
   */
  static @Nullable Refusal tooEarly(RoomState room, String user, long now) {
    boolean free =
        room.slowModeSeconds() == 0 || room.role(user).map(Role::mayModerate).orElse(false);
    long wait = room.lastSent(user, now) + room.slowModeSeconds() * 1000L - now;
    return free || wait <= 0
        ? null
        : Refusal.until(
            RATE_LIMITED, "slow mode: too soon after the last message", Duration.ofMillis(wait));
  }

  /** Checks moderating: moderators and the owner. */
  public static Role moderate(RoomState room, String user) {
    read(room, user);
    return room.role(user)
        .filter(Role::mayModerate)
        .orElseThrow(() -> Refusal.of(FORBIDDEN, "only moderators and the owner may do that"));
  }

  /** Checks what only the owner may do. */
  static void own(RoomState room, String user) {
    read(room, user);
    if (room.role(user).filter(role -> role == Role.OWNER).isEmpty()) {
      throw Refusal.of(FORBIDDEN, "only the owner may do that");
    }
  }

  /** Checks moderating another user: moderators may act on members, the owner on all others. */
  static void moderate(RoomState room, String user, String other) {
    Role mine = moderate(room, user);
    Role theirs = room.role(other).orElse(Role.MEMBER);
    if (theirs == Role.OWNER || (mine == Role.MODERATOR && theirs == Role.MODERATOR)) {
      throw Refusal.of(FORBIDDEN, "moderators act on members only, and no user on the owner");
    }
  }
}
