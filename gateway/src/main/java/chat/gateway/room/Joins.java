package chat.gateway.room;

import chat.contract.Author;
import chat.edge.problem.Refusal;
import chat.gateway.history.Grounded;
import chat.gateway.history.History;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.RoomLog;
import chat.gateway.log.TailSubscription;
import chat.gateway.queue.Requester;
import chat.sockets.fanout.Connection;
import chat.sockets.fanout.Frame;
import chat.sockets.fanout.Joined;
import chat.sockets.fanout.MissedEvents;
import chat.sockets.fanout.Resume;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Joins connections to rooms, so that each gets the events it missed and then every later event
 * once and in order.
 */
public final class Joins {

  /** An attempt fails only if the room was evicted from memory meanwhile, or the feed was reset. */
  private static final int TRIES = 16;

  private final History history;
  private final Rooms rooms;
  private final RoomAccess access;
  private final JoinMeter meter;

  public Joins(History history, Rooms rooms, RoomAccess access, JoinMeter meter) {
    this.history = history;
    this.rooms = rooms;
    this.access = access;
    this.meter = meter;
  }

  /**
   * Joins a room. A client that comes from a gateway which has read more waits until this one has
   * read as much.
   *
   * @param user the user of the connection
   * @param after the last event that the client has; null if it does not want missed events
   * @param answer renders the answer to the client, which is sent before the first event
   * @return completes when the join has its position among the connection's frames; fails with a
   *     refusal
   */
  public CompletionStage<Void> join(
      Connection connection,
      Author user,
      String room,
      @Nullable Long after,
      Function<Joined, Frame> answer) {
    Joining joining = new Joining(connection, user, room, after, false, counted(answer));
    return after != null && history.isBehind(room, after)
        ? history
            .upToDate(room)
            .handle((log, error) -> joining)
            .thenCompose(current -> enter(current, TRIES))
        : enter(joining, TRIES);
  }

  /**
   * Joins a room for a client that has all events up to a position of the partition's log, which
   * need not be an event of the room. The client may have been connected to another gateway before.
   */
  public CompletionStage<Void> rejoin(
      Connection connection, Author user, String room, long place, Function<Joined, Frame> answer) {
    Joining joining = new Joining(connection, user, room, place, true, counted(answer));
    return history.upToDate(room).thenCompose(log -> enter(joining, TRIES));
  }

  private Function<Joined, Frame> counted(Function<Joined, Frame> answer) {
    return joined -> {
      meter.count(joined);
      return answer.apply(joined);
    };
  }

  /**
   * The room is held in memory until the connection leaves it, so its members are known as long as
   * a connection has joined it.
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
    return CompletableFuture.completedFuture(joining.room())
        .thenCompose(room -> access.join(room, joining.user(), joining.requester()))
        .thenCompose(state -> rooms.grounded(joining.room(), joining.requester()))
        .thenApply(Optional::of)
        .exceptionally(
            error -> {
              joining.outcome().completeExceptionally(error);
              return Optional.empty();
            })
        .thenCompose(log -> subscribe(joining, log, held, tries));
  }

  /**
   * Subscribes, or starts again if the room's log was lost. Releases the room if the connection did
   * not join it, also if the attempt throws.
   */
  private CompletableFuture<Void> subscribe(
      Joining joining, Optional<Grounded> log, HeldRoom held, int tries) {
    CompletableFuture<Void> outcome = joining.outcome();
    log.ifPresent(
        some -> {
          CompletableFuture<Void> unlocked = new CompletableFuture<>();
          try {
            var unused =
                some.log()
                    .subscribe(
                        joining.room(),
                        subscription -> begin(joining, some, held, subscription, unlocked));
          } catch (RuntimeException e) {
            outcome.completeExceptionally(e);
          }
          unlocked.complete(null);
        });
    if (outcome.isDone() && !outcome.isCompletedExceptionally()) {
      return outcome;
    }
    held.release();
    return outcome.isDone() ? outcome : enter(joining, tries - 1);
  }

  /**
   * Joins under the partition's lock, so that no event passes between the missed events, the check
   * of the right to read, and the first live event. Leaves the outcome open if the room was evicted
   * from memory. The log ends the subscription if this throws; the connection ends it once it has
   * joined.
   *
   * @param unlocked completes when the lock is free: turns are not waited for under it
   */
  private void begin(
      Joining joining,
      Grounded log,
      HeldRoom held,
      TailSubscription listening,
      CompletableFuture<Void> unlocked) {
    RoomState state = held.state();
    if (state == null) {
      listening.end();
      return;
    }
    Access.read(state, joining.user().id());
    Long after = joining.after(listening.lastSeq());
    Resume resume =
        after == null
            ? null
            : new Resume(after, missed(joining, log, after, listening.lastSeq(), unlocked));
    listening.whenEnded(held::release);
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
      Function<Joined, Frame> answer,
      CompletableFuture<Void> outcome) {

    Joining(
        Connection connection,
        Author user,
        String room,
        @Nullable Long after,
        boolean ofPartition,
        Function<Joined, Frame> answer) {
      this(connection, user, room, after, ofPartition, answer, new CompletableFuture<>());
    }

    /** Look-ups for a closed connection are dropped. */
    Requester requester() {
      return new Requester(user.id(), connection::isClosed);
    }

    /** The last event that the client has, at most the room's last event. */
    @Nullable Long after(long last) {
      return after == null || !ofPartition ? after : Long.valueOf(Math.min(after, last));
    }
  }

  private CompletableFuture<Optional<MissedEvents>> missed(
      Joining joining, Grounded log, long after, long last, CompletableFuture<Void> unlocked) {
    String room = joining.room();
    CompletableFuture<Optional<List<LoggedEvent>>> events =
        log.covers(room, after)
            ? history.missed(log, room, after, last)
            : unlocked
                .thenCompose(
                    free ->
                        rooms.inTurn(
                            joining.requester(), () -> history.missed(log, room, after, last)))
                .exceptionally(tooLate -> Optional.empty());
    return events.thenApply(
        some -> some.map(missed -> new MissedFrames(missed, joining.user().id())));
  }
}
