package chat.upload.file;

import java.util.Locale;

/** The status of a file. */
public enum FileStatus {
  /** Waits for its scan for malware. */
  QUARANTINE,
  /** Can be fetched and attached. */
  CLEAN,
  /** Malware was found in it. */
  INFECTED,
  /** Was never used and is removed soon, unless a use was in flight. */
  EXPIRED,
  /** Is being removed. */
  DELETED;

  /** As in tables and JSON. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static FileStatus of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
