package chat.gateway.socket;

import chat.gateway.account.SignedIn;
import chat.gateway.broadcast.Connection;
import chat.gateway.broadcast.Joined;
import chat.gateway.limits.Limit;
import chat.gateway.problem.Refusal;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** How one client joins and leaves rooms: of one room one after the other, in the order it asks. */
final class Visits {

  /** Tells the client that something is refused. */
  interface Refusing {
    void refuse(@Nullable String ref, @Nullable String room, Refusal refusal);
  }

  private final Connection connection;
  private final SocketServices services;
  private final Refusing refusing;
  private final Lanes attendance = new Lanes();
  private volatile @Nullable Whereabouts whereabouts;

  Visits(Connection connection, SocketServices services, Refusing refusing) {
    this.connection = connection;
    this.services = services;
    this.refusing = refusing;
  }

  /** From now on somebody is told which rooms are joined. */
  void follow(Whereabouts told) {
    whereabouts = told;
  }

  void join(@Nullable String ref, SignedIn joining, String room, ClientFrame.Join join) {
    try {
      services.limits().take(Limit.JOIN_USER, joining.getName());
    } catch (Refusal refusal) {
      refusing.refuse(ref, room, refusal);
      return;
    }
    attendance.run(
        room,
        () ->
            services
                .joins()
                .join(
                    connection,
                    joining.user(),
                    room,
                    join.after(),
                    joined -> joined(ref, room, join, joined))
                .thenRun(() -> watch(room, join))
                .exceptionally(
                    error -> {
                      refusing.refuse(ref, room, Refusal.from(error));
                      return null;
                    })
                .toCompletableFuture());
  }

  private byte[] joined(@Nullable String ref, String room, ClientFrame.Join join, Joined joined) {
    Whereabouts told = whereabouts;
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
    attendance.run(
        room,
        () -> {
          Whereabouts told = whereabouts;
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
              services.limits().take(Limit.JOIN_USER, joining.getName());
              return services
                  .joins()
                  .rejoin(
                      connection,
                      joining.user(),
                      room,
                      place,
                      joined -> {
                        outcome.complete(joined);
                        return ServerFrames.joined(null, room, joined);
                      });
            })
        .exceptionally(
            error -> {
              outcome.completeExceptionally(error);
              return null;
            });
    return outcome;
  }
}
