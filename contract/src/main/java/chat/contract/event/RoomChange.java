package chat.contract.event;

import chat.contract.ApplicationData;
import chat.contract.Author;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The creation, change or deletion of a room.
 *
 * @param name the display name
 * @param visibility who may find and read it
 * @param slowModeSeconds minimum time between two messages of a member; 0: none
 * @param by the user or service that caused it; a user who creates a room is its first owner; null
 *     for the room that always exists
 * @param pair the two users of a direct room; otherwise empty
 * @param data of the application, as after the change; {@link ApplicationData#NONE} if it removes
 *     them; null if there are none, and in events of gateways that do not know data: these leave
 *     them
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
    @Nullable ApplicationData data,
    long at)
    implements RoomEvent {

  /** The type of changes of rooms. */
  public static final String TYPE = "room";

  /** The kind of change. */
  public enum Action {
    CREATED,
    CHANGED,
    DELETED;

    /** As in the JSON. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The action with a word. */
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

  /** A change of a room without data. */
  public RoomChange(
      String room,
      String id,
      Action action,
      String name,
      Visibility visibility,
      int slowModeSeconds,
      @Nullable Author by,
      List<Author> pair,
      long at) {
    this(room, id, action, name, visibility, slowModeSeconds, by, pair, null, at);
  }

  /** The first owner of a room that a user created; null if there is none. */
  public @Nullable Author firstOwner() {
    boolean owned = action == Action.CREATED && pair.isEmpty() && by != null && !by.service();
    return owned ? by : null;
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
