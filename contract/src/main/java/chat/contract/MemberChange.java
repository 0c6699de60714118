package chat.contract;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's standing in a room changed.
 *
 * @param user whose
 * @param role the role that they have now; with {@link Action#BANNED}, {@link Action#KICKED} and
 *     {@link Action#LEFT} the one that they had; null if they are and were no member. {@link
 *     Action#ROLE} with {@link Role#OWNER} also makes {@code by}, the owner until then, a moderator
 * @param by who did it; null if they did it themselves
 * @param untilAt with {@link Action#MUTED}: when they may write again, in milliseconds since the
 *     epoch UTC; 0: at once
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

  /** What happened. */
  public enum Action {
    JOINED,
    LEFT,
    KICKED,
    BANNED,
    UNBANNED,
    MUTED,
    ROLE;

    /** As it stands in JSON. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The action that a word names. */
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
