package chat.contract.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The rights of a member in a room; greater rights come first. */
public enum Role {
  OWNER,
  MODERATOR,
  MEMBER;

  /** As in JSON and in tables. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role with a word. */
  public static Optional<Role> of(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }

  /** Whether it is the role of a moderator or the owner. */
  public boolean mayModerate() {
    return this != MEMBER;
  }
}
