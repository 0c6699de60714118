package chat.gateway.message;

import static chat.edge.problem.ProblemCode.NOT_FOUND;

import chat.edge.problem.Refusal;
import chat.gateway.history.History;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PartitionLog;
import java.util.concurrent.CompletableFuture;

/** Looks up messages by their seq. */
final class Targets {

  private final History history;

  Targets(History history) {
    this.history = history;
  }

  /** A message in its current state; fails with {@code not_found} if there is none at that seq. */
  CompletableFuture<LoggedEvent> message(PartitionLog log, String room, long seq) {
    return history
        .at(log, room, seq)
        .thenApply(
            event -> event.filter(LoggedEvent::isMessage).orElseThrow(Targets::noSuchMessage));
  }

  /** The same, as of all events that any gateway acknowledged before the call. */
  CompletableFuture<LoggedEvent> current(String room, long seq) {
    return history.upToDate(room).thenCompose(log -> message(log, room, seq));
  }

  static Refusal noSuchMessage() {
    return Refusal.of(NOT_FOUND, "no such message");
  }
}
