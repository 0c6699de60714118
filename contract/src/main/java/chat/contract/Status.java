package chat.contract;

import java.util.Locale;

/** Whether somebody is there. */
public enum Status {
  /** At least one of their sessions says so. */
  ONLINE,
  /** They have sessions, and all say that nobody is at the device. */
  AWAY,
  /** They have no session. */
  OFFLINE;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** As JSON says it. */
  public String word() {
    return word;
  }

  /**
   * The status that a word means.
   *
   * @throws IllegalArgumentException if it means none
   */
  public static Status of(String word) {
    for (Status status : values()) {
      if (status.word.equals(word)) {
        return status;
      }
    }
    throw new IllegalArgumentException("status: " + word + " (expected: online, away or offline)");
  }
}
