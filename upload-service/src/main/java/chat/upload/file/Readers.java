package chat.upload.file;

import chat.upload.access.RoomAccess;
import chat.upload.access.RoomAccess.Standing;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;

/**
 * Says who may read a file: its owner, who may read a room that it is in, and everybody if it is
 * the picture of its owner.
 */
@Component
class Readers {

  /**
   * A message is read and its file asked for sooner than its record is taken here: then it is
   * looked again a few times. The record is fetched within 100 ms on an idle machine.
   */
  private static final int LOOKS = 4;

  private static final Duration BETWEEN = Duration.ofMillis(150);

  /** Who asks for what is not theirs must not keep all threads waiting. */
  private static final int WAITING = 16;

  private final RoomAccess rooms;
  private final FileUses uses;
  private final Avatars avatars;
  private final Semaphore waiting = new Semaphore(WAITING);

  Readers(RoomAccess rooms, FileUses uses, Avatars avatars) {
    this.rooms = rooms;
    this.uses = uses;
    this.avatars = avatars;
  }

  boolean mayRead(StoredFile file, String user) {
    return user.equals(file.owner()) || isReader(file, user) || isLateReader(file, user);
  }

  private boolean isReader(StoredFile file, String user) {
    String room = file.room();
    boolean reader =
        room == null
            ? uses.roomsOf(file.id()).stream().anyMatch(used -> isReader(used, user))
            : isReader(room, user);
    return reader || avatars.contain(file);
  }

  private boolean isReader(String room, String user) {
    return rooms.standing(room, user) == Standing.READER;
  }

  private boolean isLateReader(StoredFile file, String user) {
    if (!waiting.tryAcquire()) {
      return false;
    }
    try {
      for (int look = 1; look < LOOKS; look++) {
        Thread.sleep(BETWEEN.toMillis());
        if (isReader(file, user)) {
          return true;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      waiting.release();
    }
    return false;
  }
}
