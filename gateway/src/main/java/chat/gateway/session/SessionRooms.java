package chat.gateway.session;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.account.token.SignedIn;
import chat.gateway.limits.Limit;
import chat.sockets.fanout.Connection;
import chat.sockets.fanout.Joined;
import chat.sockets.fanout.Replays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How one client joins and leaves rooms: of one room one after the other, in the order it asks. */
final class SessionRooms {

  /** Tells the client that something is refused. */
  interface Refusing {
    void refuse(@Nullable String ref, @Nullable String room, Refusal refusal);
  }

  /** After every event, so that nothing is looked up. */
  private static final long NOWHERE = (1L << 53) - 1;

  private final Connection connection;
  private final SessionServices services;
  private final Refusing refusing;
  private final Lanes joins = new Lanes();
  private volatile @Nullable RoomObserver observer;

  SessionRooms(Connection connection, SessionServices services, Refusing refusing) {
    this.connection = connection;
    this.services = services;
    this.refusing = refusing;
  }

  /** Sets the observer of the rooms that are joined. */
  void follow(RoomObserver told) {
    observer = told;
  }

  void join(@Nullable String ref, SignedIn joining, String room, ClientFrame.Join join) {
    try {
      services.limits().acquire(Limit.JOIN_USER, joining.getName());
    } catch (Refusal refusal) {
      refusing.refuse(ref, room, refusal);
      return;
    }
    joins.run(
        room,
        () ->
            join(joining, room, join.after(), joined -> joined(ref, room, join, joined))
                .thenRun(() -> watch(room, join))
                .exceptionally(
                    error -> {
                      refusing.refuse(ref, room, Refusal.from(error));
                      return null;
                    })
                .toCompletableFuture());
  }

  /** Who wants what it missed waits for its turn; who gets none in time is told to page. */
  private CompletionStage<Void> join(
      SignedIn joining, String room, @Nullable Long after, Function<Joined, byte[]> answer) {
    if (after == null) {
      return services.joins().join(connection, joining.user(), room, null, answer);
    }
    return turn(joining)
        .thenCompose(
            turn -> {
              long place = turn.hasBegun() ? after : NOWHERE;
              return endingIfFailed(
                  turn,
                  () ->
                      services
                          .joins()
                          .join(connection, joining.user(), room, place, ending(turn, answer)));
            });
  }

  private CompletableFuture<Replays.Turn> turn(SignedIn joining) {
    return services.replays().turn(joining.getName(), services.clock().millis());
  }

  private static Function<Joined, byte[]> ending(
      Replays.Turn turn, Function<Joined, byte[]> answer) {
    return joined -> {
      turn.end();
      return answer.apply(joined);
    };
  }

  /** Joins, and ends a turn if nothing comes of it, also where that is so at once. */
  private static CompletionStage<Void> endingIfFailed(
      Replays.Turn turn, Supplier<CompletionStage<Void>> join) {
    return CompletableFuture.completedFuture(turn)
        .thenCompose(begun -> join.get())
        .whenComplete(
            (done, error) -> {
              if (error != null) {
                turn.end();
              }
            });
  }

  private byte[] joined(@Nullable String ref, String room, ClientFrame.Join join, Joined joined) {
    RoomObserver told = observer;
    if (told != null && !joined.isRefused()) {
      boolean resumes = join.after() != null && Boolean.TRUE.equals(joined.recovered());
      told.joined(room, resumes ? Objects.requireNonNull(join.after()) : joined.seq());
    }
    return ServerFrames.joined(ref, room, joined);
  }

  private void watch(String room, ClientFrame.Join join) {
    if (join.presence()) {
      services.watches().add(connection, room);
    }
  }

  void leave(@Nullable String ref, String room) {
    joins.run(
        room,
        () -> {
          RoomObserver told = observer;
          if (told != null) {
            told.leaves(room);
          }
          connection.leave(room, ServerFrames.left(ref, room));
          return CompletableFuture.completedFuture(null);
        });
  }

  CompletionStage<Joined> rejoin(SignedIn joining, String room, long place) {
    CompletableFuture<Joined> outcome = new CompletableFuture<>();
    CompletableFuture.completedFuture(room)
        .thenCompose(
            first -> {
              services.limits().acquire(Limit.JOIN_USER, joining.getName());
              return turn(joining);
            })
        .thenCompose(turn -> rejoin(turn, joining, room, place, outcome))
        .exceptionally(
            error -> {
              outcome.completeExceptionally(error);
              return null;
            });
    return outcome;
  }

  private CompletionStage<Void> rejoin(
      Replays.Turn turn,
      SignedIn joining,
      String room,
      long place,
      CompletableFuture<Joined> outcome) {
    if (!turn.hasBegun()) {
      throw Refusal.of(ProblemCode.UNAVAILABLE, "Too many resume at present");
    }
    return endingIfFailed(
        turn,
        () ->
            services
                .joins()
                .rejoin(
                    connection,
                    joining.user(),
                    room,
                    place,
                    ending(
                        turn,
                        joined -> {
                          outcome.complete(joined);
                          return ServerFrames.joined(null, room, joined);
                        })));
  }
}
