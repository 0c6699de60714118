package chat.gateway.presence;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/** Who may know who is where: presence in a room is for those who may read it. */
final class Visibility {

  private final BiFunction<String, String, ? extends CompletionStage<?>> rule;

  /**
   * By a rule.
   *
   * @param rule given a room and a user, fails with a refusal if the user may not read the room
   */
  Visibility(BiFunction<String, String, ? extends CompletionStage<?>> rule) {
    this.rule = rule;
  }

  /** Fails with a refusal if the user may not read the room. */
  CompletionStage<?> check(String room, String user) {
    return rule.apply(room, user);
  }

  /** Those of the rooms that the user may read. */
  CompletionStage<Set<String>> readable(Set<String> rooms, String user) {
    Set<String> readable = ConcurrentHashMap.newKeySet();
    CompletableFuture<?>[] checks =
        rooms.stream()
            .map(
                room ->
                    rule.apply(room, user)
                        .handle((may, refusal) -> refusal == null && readable.add(room))
                        .toCompletableFuture())
            .toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(checks).thenApply(all -> new HashSet<>(readable));
  }
}
