package chat.gateway.room;

import chat.gateway.broadcast.Connection;
import chat.gateway.broadcast.Joined;
import chat.gateway.broadcast.Resume;
import chat.gateway.history.History;
import chat.gateway.log.Listening;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PartitionLog;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Lets connections join rooms, so that each gets every event from the moment of joining on, once
 * and in order, and before these what it missed.
 */
@Component
public final class Joins {

  private final History history;

  Joins(History history) {
    this.history = history;
  }

  /**
   * Joins a room.
   *
   * @param after the last event that the client has; null if it doesn't want what it missed
   * @param answer makes the answer to the client, which goes out before the first event
   * @return done when the join has its place among the connection's frames; fails with a refusal
   */
  public CompletionStage<Void> join(
      Connection connection, String room, @Nullable Long after, Function<Joined, byte[]> answer) {
    return CompletableFuture.completedFuture(room)
        .thenCompose(history::grounded)
        .thenCompose(
            log -> {
              boolean begun =
                  log.listen(
                      room, listening -> begin(connection, room, after, answer, log, listening));
              return begun
                  ? CompletableFuture.completedFuture(null)
                  : join(connection, room, after, answer);
            });
  }

  /** Under the lock of the partition: what is at hand and what will be delivered meet exactly. */
  private void begin(
      Connection connection,
      String room,
      @Nullable Long after,
      Function<Joined, byte[]> answer,
      PartitionLog log,
      Listening listening) {
    Resume resume = after == null ? null : resume(log, room, after, listening.lastSeq());
    connection.join(room, listening, resume, answer);
  }

  private Resume resume(PartitionLog log, String room, long after, long last) {
    CompletableFuture<Optional<List<LoggedEvent>>> missed = history.missed(log, room, after, last);
    return new Resume(after, missed);
  }
}
