package chat.gateway.room;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Up to where people have read. */
interface ReadMarkers {

  /** Moves somebody's marker in a room, unless it is there or further already. */
  CompletableFuture<Void> move(String user, String room, long seq);

  /** A user's markers in some rooms, at most a page of them. */
  CompletableFuture<Map<String, Long>> of(String user, List<String> rooms);
}
