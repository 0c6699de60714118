package chat.contract.event;

import chat.contract.Author;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A change of a user's membership in a room.
 *
 * @param user the user whose membership changed
 * @param role the new role; with {@link Action#BANNED}, {@link Action#KICKED} and {@link
 *     Action#LEFT} the former one; null if the user is or was no member. {@link Action#ROLE} with
 *     {@link Role#OWNER} also makes {@code by}, the former owner, a moderator
 * @param by the user who caused it; null if {@code user} did
 * @param untilAt with {@link Action#MUTED}: the end of the mute, in milliseconds since the epoch
 *     UTC; 0: no mute
 */
public record MemberChange(
    String room,
    String id,
    Author user,
    Action action,
    @Nullable Role role,
    @Nullable Author by,
    @Nullable Long untilAt,
    long at)
    implements RoomEvent {

  /** The type of changes of members. */
  public static final String TYPE = "member";

  /** The kind of change. */
  public enum Action {
    JOINED,
    LEFT,
    KICKED,
    BANNED,
    UNBANNED,
    MUTED,
    ROLE;

    /** As in the JSON. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The action with a word. */
    public static Optional<Action> of(String word) {
      return Arrays.stream(values()).filter(action -> action.word().equals(word)).findFirst();
    }
  }

  public MemberChange {
    Expect.room(room);
    Expect.id(id);
    if ((action == Action.JOINED || action == Action.ROLE) && role == null) {
      throw new IllegalArgumentException("role: none (expected: one, with " + action.word() + ")");
    }
    if ((action == Action.MUTED) != (untilAt != null)) {
      throw new IllegalArgumentException(
          "untilAt: " + untilAt + " (expected: with muted and no other)");
    }
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Author actor() {
    return by == null ? user : by;
  }

  /** Whether it ends a membership. */
  public boolean endsMembership() {
    return role != null
        && (action == Action.LEFT || action == Action.KICKED || action == Action.BANNED);
  }
}
