package chat.upload.upkeep;

import chat.upload.file.StoredFile;
import java.time.Duration;
import java.time.Instant;

/** The decision on a file at its check. */
enum Fate {
  /** It stays and needs no further check. */
  KEEP,
  /** It needs another check soon. */
  WAIT,
  /** It has to be scanned for malware, and checked again. */
  SCAN,
  /** It is unused: from now on it can't be attached. */
  EXPIRE,
  /** It expired while a use was in flight. */
  RESTORE,
  /** It is removed. */
  DELETE;

  /**
   * Decides.
   *
   * @param used whether a use is known
   * @param known whether all uses from before its expiry are known
   * @param unusedFor maximum age of an unused file
   */
  static Fate of(StoredFile file, boolean used, boolean known, Instant now, Duration unusedFor) {
    boolean old = !file.createdAt().plus(unusedFor).isAfter(now);
    return switch (file.status()) {
      case DELETED -> DELETE;
      case EXPIRED -> used ? RESTORE : known ? DELETE : WAIT;
      case QUARANTINE -> old ? EXPIRE : SCAN;
      case CLEAN, INFECTED -> old && !used ? EXPIRE : KEEP;
    };
  }
}
