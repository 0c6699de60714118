package chat.gateway.room;

import chat.contract.event.Role;
import chat.contract.event.RoomEvent;
import chat.contract.log.Condition;
import chat.edge.problem.Refusal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A user's right to write in a room, as of a position in its log. An event appended under it counts
 * only if the right still holds at the event's position.
 *
 * @param asOf the position up to which the room's state was known
 * @param role of the writer in the room; null if they are no member
 * @param isPublic whether all users may read the room
 * @param tooEarly the refusal of a message that is too early in slow mode; null if it is not
 * @param inTurn whether slow mode applies to the writer
 */
public record Permit(
    long asOf, @Nullable Role role, boolean isPublic, @Nullable Refusal tooEarly, boolean inTurn) {

  static Permit of(RoomState room, String user, long asOf, long now) {
    Refusal tooEarly = Access.tooEarly(room, user, now);
    Optional<Role> role = room.role(user);
    boolean inTurn = room.slowModeSeconds() > 0 && !role.map(Role::mayModerate).orElse(false);
    return new Permit(asOf, role.orElse(null), room.isPublic(), tooEarly, inTurn);
  }

  /** The right of a service, to which no mute and no slow mode applies. */
  static Permit unrestricted(RoomState room, long asOf) {
    return new Permit(asOf, null, room.isPublic(), null, false);
  }

  /** The same right as of an earlier position. */
  public Permit asOf(long seq) {
    return new Permit(seq, role, isPublic, tooEarly, inTurn);
  }

  /** Whether the writer moderates the room. */
  public boolean mayModerate() {
    return role != null && role.mayModerate();
  }

  /** The condition under which an event that needs this right is appended. */
  public Condition condition(RoomEvent event) {
    return Condition.of(asOf, event);
  }

  /** The condition of a message, which in slow mode includes the sender's turn. */
  public Condition messageCondition(RoomEvent message, String sender) {
    Condition condition = condition(message);
    return inTurn ? condition.inTurn(message.room(), sender) : condition;
  }
}
