package chat.gateway.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.gateway.log.LoggedEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The tables of one room in memory. Counts queries and rows. */
final class CountingTables implements EventTables {

  private record Part(boolean indexed, NavigableMap<Long, LoggedEvent> events) {}

  private final int bucketEvents;
  private final NavigableMap<Long, Part> buckets = new TreeMap<>();
  private final Map<Long, Long> lastMessages = new TreeMap<>();
  private final Map<Long, Bucket> rows = new TreeMap<>();
  private long last;
  private int questions;
  private int answered;
  private @Nullable Runnable onQuestion;

  /** Tables with a number of events per bucket. */
  CountingTables(int bucketEvents) {
    this.bucketEvents = bucketEvents;
  }

  /** Adds the room's next event, as the writer does. */
  void add(long seq, String type, String value, boolean byEarlierWriter) {
    boolean isMessage = type.equals("message");
    Map.Entry<Long, Part> open = buckets.lastEntry();
    long known = lastMessages.getOrDefault(last, 0L);
    if (open == null || open.getValue().events.size() == bucketEvents) {
      rows.put(seq, new Bucket(seq, byEarlierWriter ? Bucket.UNKNOWN : known));
      buckets.put(seq, new Part(!byEarlierWriter, new TreeMap<>()));
      known = known == Bucket.UNKNOWN ? last : known;
    }
    Part part = buckets.lastEntry().getValue();
    part.events.put(seq, new LoggedEvent("dev", type, seq, last, value.getBytes(UTF_8)));
    long now = isMessage ? seq : known;
    boolean isKnown = !byEarlierWriter && known != Bucket.UNKNOWN && part.indexed;
    lastMessages.put(seq, isKnown ? now : Bucket.UNKNOWN);
    last = seq;
  }

  /** Queries so far. */
  int questions() {
    return questions;
  }

  /** Rows of all answers so far. */
  int answered() {
    return answered;
  }

  /** Runs a task with each query from now on. */
  void onQuestion(Runnable task) {
    onQuestion = task;
  }

  @Override
  public CompletionStage<List<Bucket>> bucketsBefore(String room, long before, int limit) {
    List<Bucket> found =
        new ArrayList<>(rows.values().stream().filter(row -> row.first() < before).toList());
    Collections.reverse(found);
    return answer(found.stream().limit(limit).toList());
  }

  @Override
  public CompletionStage<List<Bucket>> bucketsAfter(
      String room, long after, long before, int limit) {
    return answer(
        rows.values().stream()
            .filter(row -> row.first() > after && row.first() < before)
            .limit(limit)
            .toList());
  }

  @Override
  public CompletionStage<OptionalLong> lastMessage(String room, long bucket, long before) {
    Long newest = events(bucket).lowerKey(before);
    OptionalLong found =
        newest == null
            ? OptionalLong.empty()
            : OptionalLong.of(Objects.requireNonNull(lastMessages.get(newest)));
    return answer(List.of(1)).thenApply(one -> found);
  }

  @Override
  public CompletionStage<List<LoggedEvent>> events(long bucket, Span span) {
    return answer(in(bucket, span, Function.identity()));
  }

  @Override
  public CompletionStage<List<LoggedEvent>> events(String room, long bucket, List<Long> seqs) {
    return answer(
        events(bucket).values().stream().filter(event -> seqs.contains(event.seq())).toList());
  }

  @Override
  public CompletionStage<List<IndexedEvent>> messages(long bucket, Span span) {
    return answer(
        in(bucket, span.atMost(Integer.MAX_VALUE), IndexedEvent::of).stream()
            .filter(line -> line.type().equals("message"))
            .limit(span.limit())
            .toList());
  }

  @Override
  public CompletionStage<List<IndexedEvent>> lines(long bucket, Span span) {
    return answer(in(bucket, span, event -> new IndexedEvent(event.seq(), event.type(), null)));
  }

  private NavigableMap<Long, LoggedEvent> events(long bucket) {
    return Objects.requireNonNull(buckets.get(bucket)).events;
  }

  private <T> List<T> in(long bucket, Span span, Function<LoggedEvent, T> row) {
    NavigableMap<Long, LoggedEvent> part =
        span.after() >= span.before() - 1
            ? new TreeMap<>()
            : events(bucket).subMap(span.after(), false, span.before(), false);
    return (span.newestFirst() ? part.descendingMap() : part)
        .values().stream().limit(span.limit()).map(row).toList();
  }

  private <T> CompletionStage<List<T>> answer(List<T> found) {
    if (onQuestion != null) {
      onQuestion.run();
    }
    questions++;
    answered += found.size();
    return CompletableFuture.completedStage(new ArrayList<>(found));
  }
}
