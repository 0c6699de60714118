package chat.gateway.room;

import chat.contract.Condition;
import chat.contract.Role;
import chat.contract.RoomEvent;
import chat.edge.problem.Refusal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * That somebody may write in a room, as of some place in its log: what is appended on it counts
 * only if it still holds there.
 *
 * @param asOf the place up to which the room was known
 * @param role of the writer in the room; null if they are no member
 * @param isPublic whether everybody may read the room
 * @param tooEarly why it is too early for a message in slow mode; null if it isn't
 * @param inTurn whether the room has slow mode for the writer
 */
public record Permit(
    long asOf, @Nullable Role role, boolean isPublic, @Nullable Refusal tooEarly, boolean inTurn) {

  static Permit of(RoomState room, String user, long asOf, long now) {
    Refusal tooEarly = Access.tooEarly(room, user, now);
    Optional<Role> role = room.role(user);
    boolean inTurn = room.slowModeSeconds() > 0 && !role.map(Role::mayModerate).orElse(false);
    return new Permit(asOf, role.orElse(null), room.isPublic(), tooEarly, inTurn);
  }

  /** The same, resting on an earlier place. */
  public Permit asOf(long place) {
    return new Permit(place, role, isPublic, tooEarly, inTurn);
  }

  /** Whether the writer moderates the room. */
  public boolean mayModerate() {
    return role != null && role.mayModerate();
  }

  /** The condition of an event that rests on it. */
  public Condition condition(RoomEvent event) {
    return Condition.of(asOf, event);
  }

  /** The condition of a message, which has to wait its turn in slow mode. */
  public Condition messageCondition(RoomEvent message, String sender) {
    Condition condition = condition(message);
    return inTurn ? condition.inTurn(message.room(), sender) : condition;
  }
}
