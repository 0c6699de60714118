package chat.contract.presence;

import java.util.Locale;

/** Whether a user is online. */
public enum Status {
  /** At least one of the user's sessions is active. */
  ONLINE,
  /** The user has sessions, and all report that the device is unattended. */
  AWAY,
  /** The user has no session. */
  OFFLINE;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** As in the JSON. */
  public String word() {
    return word;
  }

  /**
   * The status with a word.
   *
   * @throws IllegalArgumentException if there is none
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
