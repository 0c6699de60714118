package chat.gateway.room;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The position up to which each user has read each room. */
interface ReadMarkers {

  /** Moves a user's marker in a room forward; a smaller position changes nothing. */
  CompletableFuture<Void> move(String user, String room, long seq);

  /** A user's markers in some rooms, at most a page of them. */
  CompletableFuture<Map<String, Long>> of(String user, List<String> rooms);
}
