package chat.gateway.history;

import chat.gateway.log.Deadlines;
import chat.gateway.log.ErasedUsers;
import chat.gateway.log.LogPositions;
import chat.gateway.log.LogReader;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PartitionLog;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Histories over whatever is given. */
public final class Histories {

  private static final long MAX_MISSED_BYTES = 1_000_000;

  private Histories() {}

  /** A row of a bucket; without what it says of the messages before it, that is not known. */
  public record BucketRow(long first, @Nullable Long lastMessage) {}

  /** A row of an index. */
  public record LineRow(long seq, String type, @Nullable String author) {}

  /** A part of a bucket; both ends are exclusive. */
  public record Part(
      String room, long bucket, long after, long before, boolean newestFirst, int limit) {}

  /** The tables, for tests of other packages. */
  public interface Rows {

    CompletionStage<List<BucketRow>> bucketsBefore(String room, long before, int limit);

    CompletionStage<List<BucketRow>> bucketsAfter(String room, long after, long before, int limit);

    /** The row of the last event of a bucket before a seq. */
    CompletionStage<List<BucketRow>> lastMessage(String room, long bucket, long before);

    CompletionStage<List<LoggedEvent>> events(Part part);

    CompletionStage<List<LoggedEvent>> events(String room, long bucket, List<Long> seqs);

    CompletionStage<List<LineRow>> messages(Part part);

    CompletionStage<List<LineRow>> lines(Part part);

    /** The deleted messages among some whose edits may still have texts. */
    CompletionStage<Map<Long, Long>> textsGoing(String room, Set<Long> targets);
  }

  public static History over(
      Function<String, PartitionLog> logs,
      LogPositions positions,
      LogReader reader,
      Rows rows,
      HistorySettings settings,
      InstantSource clock,
      Deadlines deadlines) {
    Archive archive =
        new Archive(
            new Watermarks(positions, clock),
            reader,
            new WithoutErasedTexts(new Tables(rows), rows::textsGoing, Runnable::run),
            new ErasedUsers(),
            Runnable::run);
    return new History(logs, positions, archive, settings, MAX_MISSED_BYTES, deadlines);
  }

  private record Tables(Rows rows) implements EventTables {

    @Override
    public CompletionStage<List<Bucket>> bucketsBefore(String room, long before, int limit) {
      return rows.bucketsBefore(room, before, limit).thenApply(Tables::buckets);
    }

    @Override
    public CompletionStage<List<Bucket>> bucketsAfter(
        String room, long after, long before, int limit) {
      return rows.bucketsAfter(room, after, before, limit).thenApply(Tables::buckets);
    }

    @Override
    public CompletionStage<OptionalLong> lastMessage(String room, long bucket, long before) {
      return rows.lastMessage(room, bucket, before)
          .thenApply(
              found -> buckets(found).stream().mapToLong(Bucket::lastMessageBefore).findFirst());
    }

    @Override
    public CompletionStage<List<LoggedEvent>> events(long bucket, Span span) {
      return rows.events(part(bucket, span));
    }

    @Override
    public CompletionStage<List<LoggedEvent>> events(String room, long bucket, List<Long> seqs) {
      return rows.events(room, bucket, seqs);
    }

    @Override
    public CompletionStage<List<IndexedEvent>> messages(long bucket, Span span) {
      return rows.messages(part(bucket, span)).thenApply(Tables::lined);
    }

    @Override
    public CompletionStage<List<IndexedEvent>> lines(long bucket, Span span) {
      return rows.lines(part(bucket, span)).thenApply(Tables::lined);
    }

    private static Part part(long bucket, Span span) {
      return new Part(
          span.room(), bucket, span.after(), span.before(), span.newestFirst(), span.limit());
    }

    private static List<Bucket> buckets(List<BucketRow> rows) {
      return rows.stream()
          .map(
              row ->
                  new Bucket(
                      row.first(), row.lastMessage() == null ? Bucket.UNKNOWN : row.lastMessage()))
          .toList();
    }

    private static List<IndexedEvent> lined(List<LineRow> rows) {
      return rows.stream()
          .map(row -> new IndexedEvent(row.seq(), row.type(), row.author()))
          .toList();
    }
  }
}
