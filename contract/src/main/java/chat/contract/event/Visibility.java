package chat.contract.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which users may find, read and join a room. */
public enum Visibility {
  /** All users who are signed in and not banned. */
  PUBLIC,
  /** Only its members; for all others the room does not exist. */
  PRIVATE;

  /** As in JSON and in tables. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The visibility with a word. */
  public static Optional<Visibility> of(String word) {
    return Arrays.stream(values()).filter(value -> value.word().equals(word)).findFirst();
  }
}
