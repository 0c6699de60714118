package chat.contract;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a member may do in a room; those who may more come first. */
public enum Role {
  OWNER,
  MODERATOR,
  MEMBER;

  /** As it stands in JSON and in tables. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role that a word names. */
  public static Optional<Role> of(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }

  /** Whether it is a moderator's or the owner's. */
  public boolean mayModerate() {
    return this != MEMBER;
  }
}
