package chat.gateway.files;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Decides who may have a file by its rooms. Threads may share it. */
final class FileReaders {

  /** Longest wait for what is known of a room. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final RoomRights rights;

  FileReaders(RoomRights rights) {
    this.rights = rights;
  }

  /**
   * Looks for a room that a user may read, in all of them at once.
   *
   * @return one of them, null if there is none; fails with {@code unavailable} if that can't be
   *     known
   */
  CompletableFuture<@Nullable String> readable(List<String> rooms, String user) {
    CompletableFuture<@Nullable String> found = new CompletableFuture<>();
    CompletableFuture<?>[] unknown =
        rooms.stream()
            .map(
                room ->
                    rights
                        .read(room, user)
                        .thenRun(() -> found.complete(room))
                        .exceptionally(FileReaders::unlessRefused))
            .toArray(CompletableFuture[]::new);
    var unused =
        CompletableFuture.allOf(unknown)
            .whenComplete(
                (done, error) -> {
                  if (error == null) {
                    found.complete(null);
                  } else {
                    found.completeExceptionally(error);
                  }
                });
    return found.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether a user may bring a file into a room; fails with a refusal if not. */
  CompletableFuture<Void> mayBring(String room, String user) {
    return rights
        .bring(room, user)
        .copy() // the wait ends, not what others may wait for too
        .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A stranger's, a banned one's and a deleted room are all the same: not this one. */
  private static @Nullable Void unlessRefused(Throwable error) {
    Refusal refusal = Refusal.from(error);
    if (refusal.code() == ProblemCode.UNAVAILABLE) {
      throw refusal;
    }
    return null;
  }
}
