package chat.contract;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A room came into being, changed, or ended.
 *
 * @param name as shown to people
 * @param visibility who may find and read it
 * @param slowModeSeconds how long a member waits between two messages; 0: not at all
 * @param by who did it, with {@link Action#CREATED} the first owner; null for the room that always
 *     exists
 * @param pair the two people of a direct room; else empty
 */
public record RoomChange(
    String room,
    String id,
    Action action,
    String name,
    Visibility visibility,
    int slowModeSeconds,
    @Nullable Author by,
    List<Author> pair,
    long at)
    implements RoomEvent {

  /** The type of changes of rooms. */
  public static final String TYPE = "room";

  /** What happened. */
  public enum Action {
    CREATED,
    CHANGED,
    DELETED;

    /** As it stands in JSON. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The action that a word names. */
    public static Optional<Action> of(String word) {
      return Arrays.stream(values()).filter(action -> action.word().equals(word)).findFirst();
    }
  }

  public RoomChange {
    Expect.room(room);
    Expect.id(id);
    if (slowModeSeconds < 0) {
      throw new IllegalArgumentException(
          "slowModeSeconds: " + slowModeSeconds + " (expected: >= 0)");
    }
    if (!pair.isEmpty() && (pair.size() != 2 || visibility != Visibility.PRIVATE)) {
      throw new IllegalArgumentException(
          "pair: " + pair.size() + " (expected: 2 in a private room, or none)");
    }
    pair = List.copyOf(pair);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public @Nullable Author actor() {
    return by;
  }
}
