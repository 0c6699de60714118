package chat.upload.file;

import java.util.Locale;

/** What may be done with a file. */
public enum FileStatus {
  /** Waits to be looked through for malware. */
  QUARANTINE,
  /** Can be fetched and attached. */
  CLEAN,
  /** Malware was found in it. */
  INFECTED,
  /** Was never used; goes soon, unless a use turns up that was under way. */
  EXPIRED,
  /** Is about to go. */
  DELETED;

  /** As it stands in tables and JSON. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static FileStatus of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
