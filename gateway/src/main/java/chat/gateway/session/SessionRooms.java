package chat.gateway.session;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.account.token.SignedIn;
import chat.gateway.limits.Limit;
import chat.gateway.message.ClientOrder;
import chat.sockets.fanout.Connection;
import chat.sockets.fanout.Frame;
import chat.sockets.fanout.Joined;
import chat.sockets.fanout.Replays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Joins and leaves rooms for one client: those of one room one after the other, in order. */
final class SessionRooms {

  /** A position after every event, with which a join looks up no missed events. */
  private static final long AFTER_ALL = (1L << 53) - 1;

  private final Connection connection;
  private final SessionServices services;
  private final SessionAnswers answers;
  private final ClientOrder joins = new ClientOrder(SocketSettings.JOINS_IN_FLIGHT);
  private volatile @Nullable RoomObserver observer;

  SessionRooms(Connection connection, SessionServices services, SessionAnswers answers) {
    this.connection = connection;
    this.services = services;
    this.answers = answers;
  }

  /** Sets the observer of the rooms that are joined. */
  void follow(RoomObserver told) {
    observer = told;
  }

  void join(@Nullable String ref, SignedIn joining, String room, ClientFrame.Join join) {
    try {
      services.limits().acquire(Limit.JOIN_USER, joining.getName());
    } catch (Refusal refusal) {
      answers.refuse(ref, room, refusal);
      return;
    }
    CompletionStage<Void> outcome =
        joins.run(
            room,
            () ->
                join(joining, room, join.after(), joined -> joined(ref, room, join, joined))
                    .thenRun(() -> watch(room, join))
                    .toCompletableFuture());
    outcome.exceptionally(
        error -> {
          answers.refuse(ref, room, Refusal.from(error));
          return null;
        });
  }

  /**
   * Joins. A client that wants missed events waits for its turn; if that does not come in time, the
   * answer is that the client has to page.
   */
  private CompletionStage<Void> join(
      SignedIn joining, String room, @Nullable Long after, Function<Joined, Frame> answer) {
    if (after == null) {
      return services.joins().join(connection, joining.user(), room, null, answer);
    }
    return turn(joining)
        .thenCompose(
            turn -> {
              long from = turn.hasBegun() ? after : AFTER_ALL;
              return endingIfFailed(
                  turn,
                  () ->
                      services
                          .joins()
                          .join(connection, joining.user(), room, from, ending(turn, answer)));
            });
  }

  private CompletableFuture<Replays.Turn> turn(SignedIn joining) {
    return services.replays().turn(joining.getName(), services.steadyClock().millis());
  }

  private static Function<Joined, Frame> ending(Replays.Turn turn, Function<Joined, Frame> answer) {
    return joined -> {
      turn.end();
      return answer.apply(joined);
    };
  }

  /** Joins, and ends the turn if the join fails, also if it throws. */
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

  private Frame joined(@Nullable String ref, String room, ClientFrame.Join join, Joined joined) {
    RoomObserver told = observer;
    if (told != null && !joined.isRefused()) {
      boolean resumes = join.after() != null && Boolean.TRUE.equals(joined.recovered());
      told.joined(
          room,
          resumes ? Objects.requireNonNull(join.after()) : joined.seq(),
          resumes && joined.missed() > 0);
    }
    return ServerFrames.joined(ref, room, joined);
  }

  private void watch(String room, ClientFrame.Join join) {
    if (join.presence()) {
      services.watches().add(connection, room);
    }
  }

  void leave(@Nullable String ref, String room) {
    var unused =
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

  CompletionStage<Joined> rejoin(SignedIn joining, String room, long after) {
    CompletableFuture<Joined> outcome = new CompletableFuture<>();
    CompletableFuture.completedFuture(room)
        .thenCompose(
            first -> {
              services.limits().acquire(Limit.JOIN_USER, joining.getName());
              return turn(joining);
            })
        .thenCompose(turn -> rejoin(turn, joining, room, after, outcome))
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
      long after,
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
                    after,
                    ending(
                        turn,
                        joined -> {
                          outcome.complete(joined);
                          return ServerFrames.joined(null, room, joined);
                        })));
  }
}
