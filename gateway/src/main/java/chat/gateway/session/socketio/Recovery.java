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
 * Takes a session up where its line broke: joins its rooms again, each from where its client got
 * everything. All of it or nothing: a client that can't be given every missed event starts a new
 * session.
 */
final class Recovery {

  private static final String RECOVERED = "recovered";

  private final Duration patience;
  private final IntSupplier partitions;

  /**
   * Recovery at this gateway.
   *
   * @param patience how long all rooms may take together
   * @param partitions how many the log has
   */
  Recovery(Duration patience, IntSupplier partitions) {
    this.patience = patience;
    this.partitions = partitions;
  }

  /**
   * Joins the rooms again on a line that nothing goes out by yet.
   *
   * @param rooms each with the last event before the session's time there
   * @param got up to where the client got everything; null if it got no event
   * @return done when all that was missed has its place among the connection's frames, with a mark
   *     behind it that says so; fails if something can't be had
   */
  CompletionStage<Void> rejoin(
      Connection connection,
      ClientSession session,
      Map<String, Long> rooms,
      @Nullable StreamPosition got) {
    Map<String, CompletableFuture<Joined>> joining = new HashMap<>();
    rooms.forEach(
        (room, from) -> {
          long place = got == null ? from : Math.max(from, got.after(room));
          joining.put(room, session.rejoin(room, place).toCompletableFuture());
        });
    return CompletableFuture.allOf(joining.values().toArray(CompletableFuture[]::new))
        .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .thenRun(() -> mark(connection, joining, got));
  }

  private void mark(
      Connection connection,
      Map<String, CompletableFuture<Joined>> rejoined,
      @Nullable StreamPosition got) {
    StreamPosition place = got;
    List<String> names = new ArrayList<>();
    for (Map.Entry<String, CompletableFuture<Joined>> room : rejoined.entrySet()) {
      Joined joined = room.getValue().join();
      if (!Boolean.TRUE.equals(joined.recovered())) {
        throw new IllegalStateException("what was missed of " + room.getKey() + " can't be had");
      }
      StreamPosition soFar =
          place == null
              ? StreamPosition.before(Seq.epoch(joined.seq()), partitions.getAsInt())
              : place;
      place = soFar.with(room.getKey(), joined.seq());
      names.add('"' + room.getKey() + '"');
    }
    if (place != null) {
      String text = "{\"type\":\"" + RECOVERED + "\",\"rooms\":[" + String.join(",", names) + "]}";
      connection.send(Frame.marker(RECOVERED, text.getBytes(StandardCharsets.UTF_8), place));
    }
  }
}
