package chat.upload.upkeep;

import chat.upload.file.Avatars;
import chat.upload.file.FileChecks;
import chat.upload.file.FileStatus;
import chat.upload.file.FileUses;
import chat.upload.file.Files;
import chat.upload.file.StoredFile;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.stereotype.Component;

/** Lets files go whose message is gone. */
@Component
class Releases {

  private final Files files;
  private final FileUses uses;
  private final Avatars avatars;
  private final FileChecks checks;
  private final InstantSource clock;

  Releases(Files files, FileUses uses, Avatars avatars, FileChecks checks, InstantSource clock) {
    this.files = files;
    this.uses = uses;
    this.avatars = avatars;
    this.checks = checks;
    this.clock = clock;
  }

  /** The message at a place was deleted: what nothing else uses goes with it. */
  void messageDeleted(String room, long seq) {
    for (FileUses.Used used : uses.at(room, seq)) {
      uses.end(used, room);
      if (!uses.isUsed(used.file())) {
        files.find(used.file()).filter(file -> !avatars.contain(file)).ifPresent(this::release);
      }
    }
  }

  /**
   * All uses of a file of a room stand in one partition, so they are known. One of no room may just
   * have come to be used in another: it expires, and so goes when that would be known.
   */
  private void release(StoredFile file) {
    Instant now = clock.instant();
    if (file.room() != null) {
      delete(file.id(), now);
    } else if (files.change(file.id(), FileStatus.CLEAN, FileStatus.EXPIRED, now)) {
      checks.add(file.id(), now);
    }
  }

  /** First the check: a row that is marked and never looked at again would stay. */
  private void delete(String file, Instant now) {
    checks.add(file, now);
    var unused = files.markDeleted(file, now);
  }
}
