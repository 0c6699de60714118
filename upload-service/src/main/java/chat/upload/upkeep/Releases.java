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

/** Removes files whose message was deleted. */
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

  /** Removes the files of a deleted message that have no other use. */
  void messageDeleted(String room, long seq) {
    for (FileUses.Used used : uses.at(room, seq)) {
      uses.end(used, room);
      if (!uses.isUsed(used.file())) {
        files.find(used.file()).filter(file -> !avatars.contain(file)).ifPresent(this::release);
      }
    }
  }

  /**
   * All uses of a file of a room are in one partition and therefore known. A file without a room
   * may just have been used in another partition: it expires, and is removed when such a use would
   * be known.
   */
  private void release(StoredFile file) {
    Instant now = clock.instant();
    if (file.room() != null) {
      delete(file.id(), now);
    } else if (files.change(file.id(), FileStatus.CLEAN, FileStatus.EXPIRED, now)) {
      checks.add(file.id(), now);
    }
  }

  /** Schedules the check first: a row marked as deleted without a check would stay for ever. */
  private void delete(String file, Instant now) {
    checks.add(file, now);
    var unused = files.markDeleted(file, now);
  }
}
