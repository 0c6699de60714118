package chat.gateway.intake;

import static chat.gateway.problem.ProblemCode.NOT_FOUND;

import chat.gateway.history.History;
import chat.gateway.log.EventKind;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PartitionLog;
import chat.gateway.problem.Refusal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The messages that others refer to by their seq. */
final class Targets {

  private final History history;

  Targets(History history) {
    this.history = history;
  }

  /** A message in its present state; fails with {@code not_found} if there is none at that seq. */
  CompletableFuture<LoggedEvent> message(PartitionLog log, String room, long seq) {
    return history
        .after(log, room, seq - 1, EventKind.ANY, 1)
        .thenApply(
            events -> {
              LoggedEvent event = at(events, seq);
              if (event == null || !event.isMessage()) {
                throw noSuchMessage();
              }
              return event;
            });
  }

  /** The same, also of what was acknowledged elsewhere before the call. */
  CompletableFuture<LoggedEvent> present(String room, long seq) {
    return history.upToDate(room).thenCompose(log -> message(log, room, seq));
  }

  static Refusal noSuchMessage() {
    return Refusal.of(NOT_FOUND, "no such message");
  }

  static @Nullable LoggedEvent at(List<LoggedEvent> events, long seq) {
    return events.isEmpty() || events.get(0).seq() != seq ? null : events.get(0);
  }
}
