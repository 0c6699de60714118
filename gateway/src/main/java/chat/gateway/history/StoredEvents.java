package chat.gateway.history;

import chat.gateway.history.BucketWalk.BucketReader;
import chat.gateway.log.EventKind;
import chat.gateway.log.LoggedEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A room's events in the tables, across its buckets. Messages are found by their index, so other
 * events of the room cost nothing. In buckets that are not fully indexed, and for other kinds, the
 * events are scanned without their values.
 */
final class StoredEvents {

  /** Maximum number of events per query. */
  static final int MAX_AT_ONCE = 1_000;

  /** Index rows per step. */
  private static final int STEP = 2_000;

  private final EventTables tables;

  StoredEvents(EventTables tables) {
    this.tables = tables;
  }

  /**
   * The newest events of a room before a seq.
   *
   * @return at most {@code limit}, in log order
   */
  CompletionStage<List<LoggedEvent>> before(
      String room, long before, EventKind kind, int limit, Cancellation cancellation) {
    Span span = new Span(room, 0, before, true, limit);
    return new BucketWalk<>(tables, span, cancellation, events(kind, cancellation))
        .read()
        .thenApply(StoredEvents::reversed);
  }

  /**
   * The oldest events of a room after a seq, and before another.
   *
   * @return at most {@code limit}, in log order
   */
  CompletionStage<List<LoggedEvent>> between(
      String room, long after, long before, EventKind kind, int limit, Cancellation cancellation) {
    Span span = new Span(room, after, before, false, limit);
    return new BucketWalk<>(tables, span, cancellation, events(kind, cancellation)).read();
  }

  /** The event of a room at a position. */
  CompletionStage<Optional<LoggedEvent>> at(String room, long seq) {
    return tables
        .bucketsBefore(room, seq + 1, 1)
        .thenCompose(
            buckets ->
                buckets.isEmpty()
                    ? CompletableFuture.completedStage(List.<LoggedEvent>of())
                    : tables.events(room, buckets.get(0).first(), List.of(seq)))
        .thenApply(events -> events.stream().findFirst());
  }

  /**
   * The messages of a span without their values, in the span's order; a deleted one has no author.
   */
  CompletionStage<List<IndexedEvent>> messages(Span span, Cancellation cancellation) {
    BucketReader<IndexedEvent> unindexed =
        new SummaryReader(new LookUpReader(new LineReader(EventKind.MESSAGE, cancellation)));
    return new BucketWalk<>(tables, span, cancellation, new MessageReader(unindexed)).read();
  }

  private BucketReader<LoggedEvent> events(EventKind kind, Cancellation cancellation) {
    return switch (kind) {
      case ANY -> new AllReader();
      case MESSAGE -> new LookUpReader(new MessageReader(new LineReader(kind, cancellation)));
      default -> new LookUpReader(new LineReader(kind, cancellation));
    };
  }

  /** Reads events of any kind. */
  private final class AllReader implements BucketReader<LoggedEvent> {

    @Override
    public CompletionStage<List<LoggedEvent>> read(
        long bucket, Span span, @Nullable Long lastMessage) {
      return tables.events(bucket, span);
    }
  }

  /** Reads the events that an index names. */
  private final class LookUpReader implements BucketReader<LoggedEvent> {
    private final BucketReader<IndexedEvent> index;

    LookUpReader(BucketReader<IndexedEvent> index) {
      this.index = index;
    }

    @Override
    public boolean isOfMessages() {
      return index.isOfMessages();
    }

    @Override
    public CompletionStage<List<LoggedEvent>> read(
        long bucket, Span span, @Nullable Long lastMessage) {
      return index
          .read(bucket, span, lastMessage)
          .thenCompose(lines -> events(bucket, span, lines, new ArrayList<>()));
    }

    private CompletionStage<List<LoggedEvent>> events(
        long bucket, Span span, List<IndexedEvent> lines, List<LoggedEvent> found) {
      if (lines.isEmpty()) {
        return CompletableFuture.completedStage(found);
      }
      int several = Math.min(MAX_AT_ONCE, lines.size());
      return tables
          .events(
              span.room(),
              bucket,
              lines.subList(0, several).stream().map(IndexedEvent::seq).toList())
          .thenCompose(
              events -> {
                found.addAll(span.newestFirst() ? reversed(events) : events);
                return events(bucket, span, lines.subList(several, lines.size()), found);
              });
    }
  }

  /** Reads messages by their index where it is complete. */
  private final class MessageReader implements BucketReader<IndexedEvent> {
    private final BucketReader<IndexedEvent> unindexed;

    MessageReader(BucketReader<IndexedEvent> unindexed) {
      this.unindexed = unindexed;
    }

    @Override
    public boolean isOfMessages() {
      return true;
    }

    @Override
    public CompletionStage<List<IndexedEvent>> read(
        long bucket, Span span, @Nullable Long lastMessage) {
      return lastMessage == null
          ? tables
              .lastMessage(span.room(), bucket, span.before())
              .thenCompose(
                  last ->
                      last.isPresent()
                          ? known(bucket, span, last.getAsLong())
                          : CompletableFuture.completedStage(List.of()))
          : known(bucket, span, lastMessage);
    }

    private CompletionStage<List<IndexedEvent>> known(long bucket, Span span, long lastMessage) {
      if (lastMessage == Bucket.UNKNOWN) {
        return unindexed.read(bucket, span, null);
      }
      boolean hasNone = lastMessage < bucket || lastMessage <= span.after();
      return hasNone ? CompletableFuture.completedStage(List.of()) : tables.messages(bucket, span);
    }
  }

  /** Scans for events of a kind. */
  private final class LineReader implements BucketReader<IndexedEvent> {
    private final EventKind kind;
    private final Cancellation cancellation;

    LineReader(EventKind kind, Cancellation cancellation) {
      this.kind = kind;
      this.cancellation = cancellation;
    }

    @Override
    public CompletionStage<List<IndexedEvent>> read(
        long bucket, Span span, @Nullable Long lastMessage) {
      return read(bucket, span, new ArrayList<>());
    }

    private CompletionStage<List<IndexedEvent>> read(
        long bucket, Span span, List<IndexedEvent> found) {
      cancellation.check();
      return tables
          .lines(bucket, span.atMost(STEP))
          .thenCompose(
              step -> {
                step.stream()
                    .filter(line -> kind.includes(line.type()))
                    .limit(span.limit() - found.size())
                    .forEach(found::add);
                return step.size() < STEP || found.size() == span.limit()
                    ? CompletableFuture.completedStage(found)
                    : read(bucket, span.past(step.get(STEP - 1).seq()), found);
              });
    }
  }

  /** Reads messages to learn their authors. */
  private record SummaryReader(BucketReader<LoggedEvent> messages)
      implements BucketReader<IndexedEvent> {

    @Override
    public CompletionStage<List<IndexedEvent>> read(
        long bucket, Span span, @Nullable Long lastMessage) {
      return messages
          .read(bucket, span, lastMessage)
          .thenApply(events -> events.stream().map(IndexedEvent::of).toList());
    }
  }

  private static <T> List<T> reversed(List<T> items) {
    List<T> reversed = new ArrayList<>(items);
    Collections.reverse(reversed);
    return reversed;
  }
}
