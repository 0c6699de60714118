package chat.gateway.files;

import java.util.concurrent.CompletableFuture;

/**
 * Who may do what in a room, as of this gateway's memory. The stages fail with a refusal: {@code
 * not_found}, {@code forbidden}, or {@code unavailable} where that can't be known.
 */
interface RoomRights {

  /** Whether a user may read a room, and so the files in it. */
  CompletableFuture<Void> read(String room, String user);

  /** Whether a user may bring a file into a room, which may not be made yet. */
  CompletableFuture<Void> bring(String room, String user);
}
