package chat.gateway.session.socketio;

import chat.contract.log.Seq;
import chat.gateway.log.StreamPosition;
import chat.gateway.session.ClientSession;
import chat.sockets.fanout.Connection;
import chat.sockets.fanout.Frame;
import chat.sockets.fanout.Joined;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Resumes a session after its connection broke: joins its rooms again, each from the position up to
 * which the client got everything. If any missed event can't be read, the recovery fails, and the
 * client starts a new session.
 */
final class Recovery {

  private static final String RECOVERED = "recovered";

  private final Duration patience;
  private final IntSupplier partitions;

  /**
   * Creates a recovery.
   *
   * @param patience maximum time for all rooms together
   * @param partitions the number of partitions of the log
   */
  Recovery(Duration patience, IntSupplier partitions) {
    this.patience = patience;
    this.partitions = partitions;
  }

  /**
   * Joins the rooms again on a connection whose output is held back.
   *
   * @param rooms the rooms, each with the last event before the session joined it
   * @param got the position up to which the client got everything; null if it got no event
   * @return completes when all missed events, and then a mark, are among the connection's frames;
   *     fails if an event can't be read
   */
  CompletionStage<Void> rejoin(
      Connection connection,
      ClientSession session,
      Map<String, Long> rooms,
      @Nullable StreamPosition got) {
    Map<String, CompletableFuture<Joined>> joining = new HashMap<>();
    rooms.forEach(
        (room, from) -> {
          long after = got == null ? from : Math.max(from, got.after(room));
          joining.put(room, session.rejoin(room, after).toCompletableFuture());
        });
    return CompletableFuture.allOf(joining.values().toArray(CompletableFuture[]::new))
        .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .thenRun(() -> mark(connection, joining, got));
  }

  private void mark(
      Connection connection,
      Map<String, CompletableFuture<Joined>> rejoined,
      @Nullable StreamPosition got) {
    StreamPosition position = got;
    List<String> names = new ArrayList<>();
    for (Map.Entry<String, CompletableFuture<Joined>> room : rejoined.entrySet()) {
      Joined joined = room.getValue().join();
      if (!Boolean.TRUE.equals(joined.recovered())) {
        throw new IllegalStateException("missed events of " + room.getKey() + " can't be read");
      }
      StreamPosition soFar =
          position == null
              ? StreamPosition.before(Seq.epoch(joined.seq()), partitions.getAsInt())
              : position;
      position = soFar.with(room.getKey(), joined.seq());
      names.add('"' + room.getKey() + '"');
    }
    if (position != null) {
      String text = "{\"type\":\"" + RECOVERED + "\",\"rooms\":[" + String.join(",", names) + "]}";
      connection.send(Frame.marker(RECOVERED, text.getBytes(StandardCharsets.UTF_8), position));
    }
  }
}
