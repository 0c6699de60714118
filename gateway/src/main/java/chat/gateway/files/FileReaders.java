package chat.gateway.files;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Decides by its rooms who may read a file. Threads may share it. */
final class FileReaders {

  /** Maximum wait for a room's state. */
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final RoomRights rights;

  FileReaders(RoomRights rights) {
    this.rights = rights;
  }

  /**
   * Finds a room that a user may read, checking all of them concurrently.
   *
   * @return one of them, or null if there is none; fails with {@code unavailable} if that can't be
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
    return found.orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Checks that a user may upload a file into a room; fails with a refusal if not. */
  CompletableFuture<Void> checkUpload(String room, String user) {
    return rights
        .upload(room, user)
        .copy() // a time-out must not fail other callers of the same look-up
        .orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A refusal means that this room gives no access, for whatever reason. */
  private static @Nullable Void unlessRefused(Throwable error) {
    Refusal refusal = Refusal.from(error);
    if (refusal.code() == ProblemCode.UNAVAILABLE) {
      throw refusal;
    }
    return null;
  }
}
