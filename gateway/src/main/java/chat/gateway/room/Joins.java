package chat.gateway.room;

import chat.contract.Author;
import chat.gateway.broadcast.Connection;
import chat.gateway.broadcast.Joined;
import chat.gateway.broadcast.Resume;
import chat.gateway.history.History;
import chat.gateway.log.Listening;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PartitionLog;
import chat.gateway.problem.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lets connections join rooms, so that each gets every event from the moment of joining on, once
 * and in order, and before these what it missed.
 */
public final class Joins {

  private final History history;
  private final RoomAccess access;
  private final JoinMeter meter;

  Joins(History history, RoomAccess access, JoinMeter meter) {
    this.history = history;
    this.access = access;
    this.meter = meter;
  }

  /**
   * Joins a room.
   *
   * @param user whose connection it is
   * @param after the last event that the client has; null if it doesn't want what it missed
   * @param answer makes the answer to the client, which goes out before the first event
   * @return done when the join has its place among the connection's frames; fails with a refusal
   */
  public CompletionStage<Void> join(
      Connection connection,
      Author user,
      String room,
      @Nullable Long after,
      Function<Joined, byte[]> answer) {
    return access
        .join(room, user)
        .thenCompose(
            state ->
                listen(
                    room,
                    new Joining(
                        connection, user.id(), state, room, after, false, counted(answer))));
  }

  /**
   * Joins a room again whose client got everything up to a place of its partition's log, which need
   * not be an event of the room. Another gateway may have been there before this one.
   */
  public CompletionStage<Void> rejoin(
      Connection connection,
      Author user,
      String room,
      long place,
      Function<Joined, byte[]> answer) {
    return history
        .upToDate(room)
        .thenCompose(log -> access.join(room, user))
        .thenCompose(
            state ->
                listen(
                    room,
                    new Joining(connection, user.id(), state, room, place, true, counted(answer))));
  }

  private Function<Joined, byte[]> counted(Function<Joined, byte[]> answer) {
    return joined -> {
      meter.count(joined);
      return answer.apply(joined);
    };
  }

  private CompletionStage<Void> listen(String room, Joining joining) {
    return history
        .grounded(room)
        .thenCompose(
            log -> {
              boolean begun = log.listen(room, listening -> begin(joining, log, listening));
              return begun ? joining.outcome() : listen(room, joining);
            });
  }

  /**
   * Under the lock of the partition: what is at hand and what will be delivered meet exactly, and
   * whether the user may read the room is true at that very place.
   */
  private void begin(Joining joining, PartitionLog log, Listening listening) {
    try {
      Access.read(joining.state(), joining.user());
    } catch (Refusal refusal) {
      listening.end();
      joining.outcome().completeExceptionally(refusal);
      return;
    }
    Long after = joining.after(listening.lastSeq());
    Resume resume = after == null ? null : resume(log, joining.room(), after, listening.lastSeq());
    joining.connection().join(joining.user(), joining.room(), listening, resume, joining.answer());
    joining.outcome().complete(null);
  }

  private record Joining(
      Connection connection,
      String user,
      RoomState state,
      String room,
      @Nullable Long after,
      boolean ofPartition,
      Function<Joined, byte[]> answer,
      CompletableFuture<Void> outcome) {

    Joining(
        Connection connection,
        String user,
        RoomState state,
        String room,
        @Nullable Long after,
        boolean ofPartition,
        Function<Joined, byte[]> answer) {
      this(connection, user, state, room, after, ofPartition, answer, new CompletableFuture<>());
    }

    /** The last event that the client has, where the room's last event is that one. */
    @Nullable Long after(long last) {
      return after == null || !ofPartition ? after : Long.valueOf(Math.min(after, last));
    }
  }

  private Resume resume(PartitionLog log, String room, long after, long last) {
    CompletableFuture<Optional<List<LoggedEvent>>> missed = history.missed(log, room, after, last);
    return new Resume(after, missed);
  }
}
