package chat.gateway.session.socketio;

import chat.contract.log.Seq;
import chat.gateway.log.DeliveredPositions;
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

/**
 * Resumes a session after its connection broke: joins its rooms again, each from the position up to
 * which the client got everything. If any missed event can't be read, the recovery fails, and the
 * client starts a new session.
 */
final class Recovery {

  private static final String RECOVERED = "recovered";

  private final Duration patience;
  private final IntSupplier partitions;
  private final DeliveredPositions positions;

  /**
   * Creates a recovery.
   *
   * @param patience maximum time for all rooms together
   * @param partitions the number of partitions of the log
   * @param positions how far this gateway has delivered the log
   */
  Recovery(Duration patience, IntSupplier partitions, DeliveredPositions positions) {
    this.patience = patience;
    this.partitions = partitions;
    this.positions = positions;
  }

  /**
   * Joins the rooms again on a connection whose output is held back.
   *
   * @param rooms the rooms of the session
   * @param got the position up to which the client got everything
   * @return completes when all missed events, and then a mark, are among the connection's frames;
   *     fails if an event can't be read
   */
  CompletionStage<Void> rejoin(
      Connection connection,
      ClientSession session,
      Map<String, KeptRoom> rooms,
      StreamPosition got) {
    Map<String, CompletableFuture<Joined>> joining = new HashMap<>();
    rooms.forEach(
        (room, kept) -> {
          long after = kept.after(got.after(room));
          joining.put(room, session.rejoin(room, after).toCompletableFuture());
        });
    return CompletableFuture.allOf(joining.values().toArray(CompletableFuture[]::new))
        .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .thenRun(() -> mark(connection, joining));
  }

  /**
   * Events that this gateway has delivered are among the connection's frames already, as all rooms
   * are joined; those of other rooms don't matter to the client.
   */
  private void mark(Connection connection, Map<String, CompletableFuture<Joined>> rejoined) {
    StreamPosition position = positions.delivered();
    List<String> names = new ArrayList<>();
    for (Map.Entry<String, CompletableFuture<Joined>> room : rejoined.entrySet()) {
      Joined joined = room.getValue().join();
      if (!Boolean.TRUE.equals(joined.recovered())) {
        throw new IllegalStateException("missed events of " + room.getKey() + " can't be read");
      }
      if (position == null && joined.seq() != Seq.NONE) {
        position = StreamPosition.before(Seq.epoch(joined.seq()), partitions.getAsInt());
      }
      position = position == null ? null : position.with(room.getKey(), joined.seq());
      names.add('"' + room.getKey() + '"');
    }
    byte[] told =
        ("{\"type\":\"" + RECOVERED + "\",\"rooms\":[" + String.join(",", names) + "]}")
            .getBytes(StandardCharsets.UTF_8);
    connection.sendMark(
        position == null ? Frame.notice(RECOVERED, told) : Frame.marker(RECOVERED, told, position));
  }
}
