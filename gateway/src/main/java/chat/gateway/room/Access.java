package chat.gateway.room;

import static chat.gateway.problem.ProblemCode.FORBIDDEN;
import static chat.gateway.problem.ProblemCode.NOT_FOUND;
import static chat.gateway.problem.ProblemCode.RATE_LIMITED;

import chat.contract.Role;
import chat.gateway.problem.Refusal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Who may do what in a room: each rule passes, or refuses with the reason. */
public final class Access {

  private Access() {}

  /** The refusal of all that concerns a room which is not there, or not for this user. */
  public static Refusal noSuchRoom() {
    return Refusal.of(NOT_FOUND, "no such room");
  }

  /** Reading and joining: a public room all but the banned, a private one its members. */
  public static void read(RoomState room, String user) {
    if (!room.exists() || (!room.isPublic() && room.role(user).isEmpty())) {
      throw noSuchRoom();
    }
    if (room.isPublic() && room.isBanned(user)) {
      throw Refusal.of(FORBIDDEN, "banned from this room");
    }
  }

  /**
   * Writing: who may read and is not muted.
   *
   * @param now milliseconds since the epoch UTC
   */
  static void write(RoomState room, String user, long now) {
    read(room, user);
    if (room.mutedUntil(user) > now) {
      throw Refusal.of(FORBIDDEN, "muted in this room");
    }
  }

  /** Why a message would come too early in slow mode; those who moderate need not wait. */
  static @Nullable Refusal tooEarly(RoomState room, String user, long now) {
    boolean free =
        room.slowModeSeconds() == 0 || room.role(user).map(Role::mayModerate).orElse(false);
    long wait = room.lastSent(user) + room.slowModeSeconds() * 1000L - now;
    return free || wait <= 0
        ? null
        : Refusal.until(
            RATE_LIMITED, "slow mode: too soon after the last message", Duration.ofMillis(wait));
  }

  /** Acting on others: moderators and the owner. */
  public static Role moderate(RoomState room, String user) {
    read(room, user);
    return room.role(user)
        .filter(Role::mayModerate)
        .orElseThrow(() -> Refusal.of(FORBIDDEN, "only moderators and the owner may do that"));
  }

  /** What only the owner may do. */
  static void own(RoomState room, String user) {
    read(room, user);
    if (room.role(user).filter(role -> role == Role.OWNER).isEmpty()) {
      throw Refusal.of(FORBIDDEN, "only the owner may do that");
    }
  }

  /** Moderators act on members only, and nobody on the owner. */
  static void moderate(RoomState room, String user, String other) {
    Role mine = moderate(room, user);
    Role theirs = room.role(other).orElse(Role.MEMBER);
    if (theirs == Role.OWNER || (mine == Role.MODERATOR && theirs == Role.MODERATOR)) {
      throw Refusal.of(FORBIDDEN, "moderators act on members only, and nobody on the owner");
    }
  }
}
