package chat.gateway.files;

import java.util.concurrent.CompletableFuture;

/**
 * Rights in rooms as this gateway knows them. The stages fail with a refusal: {@code not_found},
 * {@code forbidden}, or {@code unavailable} if not known.
 */
interface RoomRights {

  /** Checks that a user may read a room, and so the files in it. */
  CompletableFuture<Void> read(String room, String user);

  /** Checks that a user may upload a file into a room, which may not exist yet. */
  CompletableFuture<Void> upload(String room, String user);
}
