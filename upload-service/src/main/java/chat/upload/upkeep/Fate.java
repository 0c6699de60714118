package chat.upload.upkeep;

import chat.upload.file.StoredFile;
import java.time.Duration;
import java.time.Instant;

/** What is to be done with a file that is looked at. */
enum Fate {
  /** It may stay and need not be looked at again. */
  KEEP,
  /** It is to be looked at again soon. */
  WAIT,
  /** It is to be looked through for malware, and looked at again. */
  SCAN,
  /** Nothing uses it: from now on nothing can. */
  EXPIRE,
  /** A use turned up that was under way when it expired. */
  RESTORE,
  /** It goes. */
  DELETE;

  /**
   * Decides.
   *
   * @param used whether something uses it, as far as is known
   * @param known whether all is known that can have come to use it before it expired
   * @param unusedFor how old a file gets that nothing uses
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
