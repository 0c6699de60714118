package chat.contract;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Who may find, read and join a room. */
public enum Visibility {
  /** Everybody who is signed in and not banned. */
  PUBLIC,
  /** Its members; to all others it is not there. */
  PRIVATE;

  /** As it stands in JSON and in tables. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The visibility that a word names. */
  public static Optional<Visibility> of(String word) {
    return Arrays.stream(values()).filter(value -> value.word().equals(word)).findFirst();
  }
}
