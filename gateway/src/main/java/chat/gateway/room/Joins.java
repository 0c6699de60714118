package chat.gateway.room;

import chat.contract.Author;
import chat.gateway.broadcast.Connection;
import chat.gateway.broadcast.Joined;
import chat.gateway.broadcast.Resume;
import chat.gateway.history.History;
import chat.gateway.log.Listening;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PartitionLog;
import chat.gateway.log.RoomLog;
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

  /** A try fails only if the room was dropped from memory meanwhile, or the log lost sight of. */
  private static final int TRIES = 16;

  private final History history;
  private final Rooms rooms;
  private final RoomAccess access;
  private final JoinMeter meter;

  Joins(History history, Rooms rooms, RoomAccess access, JoinMeter meter) {
    this.history = history;
    this.rooms = rooms;
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
    return enter(new Joining(connection, user, room, after, false, counted(answer)), TRIES);
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
    Joining joining = new Joining(connection, user, room, place, true, counted(answer));
    return history.upToDate(room).thenCompose(log -> enter(joining, TRIES));
  }

  private Function<Joined, byte[]> counted(Function<Joined, byte[]> answer) {
    return joined -> {
      meter.count(joined);
      return answer.apply(joined);
    };
  }

  /**
   * The room stays in memory until the connection leaves it: who may stay in it is known as long as
   * a connection is in it.
   */
  private CompletableFuture<Void> enter(Joining joining, int tries) {
    if (tries == 0) {
      return CompletableFuture.failedFuture(RoomLog.unavailable());
    }
    HeldRoom held;
    try {
      held = rooms.hold(joining.room(), joining.user().id());
    } catch (Refusal tooMany) {
      return CompletableFuture.failedFuture(tooMany);
    }
    return access
        .join(joining.room(), joining.user(), joining.requester())
        .thenCompose(state -> rooms.grounded(joining.room(), joining.requester()))
        .thenApply(Optional::of)
        .exceptionally(
            error -> {
              joining.outcome().completeExceptionally(error);
              return Optional.empty();
            })
        .thenCompose(log -> listen(joining, log, held, tries));
  }

  /**
   * Listens, unless there is no log to listen to. Where the room is held on account of no
   * connection after all, it is let go.
   */
  private CompletableFuture<Void> listen(
      Joining joining, Optional<PartitionLog> log, HeldRoom held, int tries) {
    CompletableFuture<Void> outcome = joining.outcome();
    log.ifPresent(
        some -> {
          CompletableFuture<Void> unlocked = new CompletableFuture<>();
          var unused =
              some.listen(
                  joining.room(), listening -> begin(joining, some, held, listening, unlocked));
          unlocked.complete(null);
        });
    if (outcome.isDone() && !outcome.isCompletedExceptionally()) {
      return outcome;
    }
    held.letGo();
    return outcome.isDone() ? outcome : enter(joining, tries - 1);
  }

  /**
   * Under the lock of the partition: what is at hand and what will be delivered meet exactly, and
   * whether the user may read the room is true at that very place. Leaves the outcome open if the
   * room is not what the feed changes any more.
   *
   * @param unlocked done when the lock is free again: turns are not waited for under it
   */
  private void begin(
      Joining joining,
      PartitionLog log,
      HeldRoom held,
      Listening listening,
      CompletableFuture<Void> unlocked) {
    RoomState state = held.state();
    if (state == null) {
      listening.end();
      return;
    }
    try {
      Access.read(state, joining.user().id());
    } catch (Refusal refusal) {
      listening.end();
      joining.outcome().completeExceptionally(refusal);
      return;
    }
    listening.whenEnded(held::letGo);
    Long after = joining.after(listening.lastSeq());
    Resume resume =
        after == null
            ? null
            : new Resume(after, missed(joining, log, after, listening.lastSeq(), unlocked));
    joining
        .connection()
        .join(joining.user().id(), joining.room(), listening, resume, joining.answer());
    joining.outcome().complete(null);
  }

  private record Joining(
      Connection connection,
      Author user,
      String room,
      @Nullable Long after,
      boolean ofPartition,
      Function<Joined, byte[]> answer,
      CompletableFuture<Void> outcome) {

    Joining(
        Connection connection,
        Author user,
        String room,
        @Nullable Long after,
        boolean ofPartition,
        Function<Joined, byte[]> answer) {
      this(connection, user, room, after, ofPartition, answer, new CompletableFuture<>());
    }

    /** What is looked up for a connection that is gone is not looked up. */
    Requester requester() {
      return new Requester(user.id(), connection::isClosed);
    }

    /** The last event that the client has, where the room's last event is that one. */
    @Nullable Long after(long last) {
      return after == null || !ofPartition ? after : Long.valueOf(Math.min(after, last));
    }
  }

  private CompletableFuture<Optional<List<LoggedEvent>>> missed(
      Joining joining, PartitionLog log, long after, long last, CompletableFuture<Void> unlocked) {
    String room = joining.room();
    return log.covers(room, after)
        ? history.missed(log, room, after, last)
        : unlocked
            .thenCompose(
                free ->
                    rooms.inTurn(joining.requester(), () -> history.missed(log, room, after, last)))
            .exceptionally(tooLate -> Optional.empty());
  }
}
