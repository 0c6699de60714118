package chat.gateway.history;

import chat.gateway.log.EventKind;
import chat.gateway.log.LoggedEvent;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The rows of the tables as they are, without the tail of the log. Its methods block. */
public final class StoredRows {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final StoredEvents events;

  /** Reads these tables. */
  public StoredRows(EventTables tables) {
    this.events = new StoredEvents(tables);
  }

  /**
   * The rows of a room's events in a span.
   *
   * @param after exclusive
   * @param before exclusive
   */
  public List<LoggedEvent> events(String room, long after, long before, int limit) {
    return await(events.between(room, after, before, EventKind.ANY, limit, () -> false));
  }

  /** The seqs of the messages in a span, by the index of messages. */
  public Set<Long> messages(String room, long after, long before, int limit) {
    Span span = new Span(room, after, before, false, limit);
    return await(events.messages(span, () -> false)).stream()
        .map(IndexedEvent::seq)
        .collect(Collectors.toSet());
  }

  private static <T> T await(CompletionStage<T> rows) {
    return rows.toCompletableFuture().orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).join();
  }
}
