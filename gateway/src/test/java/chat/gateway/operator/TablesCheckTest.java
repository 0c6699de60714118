package chat.gateway.operator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.log.ErasedUsers;
import chat.gateway.history.Bucket;
import chat.gateway.history.EventTables;
import chat.gateway.history.IndexedEvent;
import chat.gateway.history.Span;
import chat.gateway.history.StoredRows;
import chat.gateway.log.LogReader;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.Reactions;
import chat.gateway.operator.TablesCheck.Difference;
import chat.gateway.operator.TablesCheck.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class TablesCheckTest {

  private final OneBucket tables = new OneBucket();
  private final ErasedUsers erased = new ErasedUsers();
  private final TablesCheck check = new TablesCheck(new StoredRows(tables), erased);
  private final List<LoggedEvent> log = new ArrayList<>();

  @Test
  void right_rows_are_no_difference_over_several_batches() {
    message(3);
    message(4);
    assertThat(check.check(log)).isEmpty();
    log.clear();
    message(9);

    assertThat(check.check(log)).isEmpty();
  }

  @Test
  void a_row_is_missing_or_extra() {
    message(3);
    message(5);
    message(7);
    tables.rows.remove(5L);
    tables.rows.put(6L, new LoggedEvent("a", "message", 6, 3, bytes("{}")));

    assertThat(check.check(log))
        .containsExactly(new Difference(Kind.MISSING, "a", 5), new Difference(Kind.EXTRA, "a", 6));
  }

  @Test
  void a_row_between_two_batches_is_extra() {
    message(3);
    assertThat(check.check(log)).isEmpty();
    log.clear();
    message(9);
    tables.rows.put(6L, new LoggedEvent("a", "message", 6, 3, bytes("{}")));

    assertThat(check.check(log)).containsExactly(new Difference(Kind.EXTRA, "a", 6));
  }

  @Test
  void a_row_has_another_value_type_or_place() {
    message(3);
    message(4);
    message(5);
    message(6);
    tables.rows.put(4L, new LoggedEvent("a", "message", 4, 3, bytes("{\"other\":1}")));
    tables.rows.put(5L, new LoggedEvent("a", "edited", 5, 4, log.get(2).value()));
    tables.rows.put(6L, new LoggedEvent("a", "message", 6, 4, log.get(3).value()));

    assertThat(check.check(log))
        .containsExactly(
            new Difference(Kind.DIFFERENT, "a", 4),
            new Difference(Kind.DIFFERENT, "a", 5),
            new Difference(Kind.MISORDERED, "a", 6));
  }

  @Test
  void a_message_that_a_later_event_changed_is_right() {
    message(3);
    tables.rows.put(
        3L, new LoggedEvent("a", "message", 3, 0, bytes("{\"new\":1}"), 8, Reactions.NONE));

    assertThat(check.check(log)).isEmpty();
  }

  @Test
  void a_message_is_missing_in_the_index() {
    message(3);
    message(4);
    tables.index.remove(4L);

    assertThat(check.check(log)).containsExactly(new Difference(Kind.UNINDEXED, "a", 4));
  }

  @Test
  void the_first_event_of_a_room_may_follow_older_ones() {
    message(3);
    tables.rows.put(3L, new LoggedEvent("a", "message", 3, 1, log.get(0).value()));

    assertThat(check.check(log)).isEmpty();
  }

  /** Adds a message to the log and its row to the tables. */
  private void message(long seq) {
    byte[] value = bytes("{\"type\":\"message\",\"n\":" + seq + "}");
    log.add(new LoggedEvent("a", "message", seq, LogReader.UNKNOWN, value));
    long prev = tables.rows.isEmpty() ? 0 : tables.rows.lastKey();
    tables.rows.put(seq, new LoggedEvent("a", "message", seq, prev, value));
    tables.index.add(seq);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /** Tables with one room in one bucket. */
  private static final class OneBucket implements EventTables {
    final TreeMap<Long, LoggedEvent> rows = new TreeMap<>();
    final TreeSet<Long> index = new TreeSet<>();

    @Override
    public CompletionStage<List<Bucket>> bucketsBefore(String room, long before, int limit) {
      return CompletableFuture.completedStage(before > 1 ? List.of(new Bucket(1, 0)) : List.of());
    }

    @Override
    public CompletionStage<List<Bucket>> bucketsAfter(
        String room, long after, long before, int limit) {
      return CompletableFuture.completedStage(List.of());
    }

    @Override
    public CompletionStage<OptionalLong> lastMessage(String room, long bucket, long before) {
      return CompletableFuture.completedStage(
          rows.isEmpty() ? OptionalLong.empty() : OptionalLong.of(rows.lastKey()));
    }

    @Override
    public CompletionStage<List<LoggedEvent>> events(long bucket, Span span) {
      Map<Long, LoggedEvent> found = rows.subMap(span.after(), false, span.before(), false);
      return CompletableFuture.completedStage(found.values().stream().limit(span.limit()).toList());
    }

    @Override
    public CompletionStage<List<LoggedEvent>> events(String room, long bucket, List<Long> seqs) {
      return CompletableFuture.completedStage(seqs.stream().map(rows::get).toList());
    }

    @Override
    public CompletionStage<List<IndexedEvent>> messages(long bucket, Span span) {
      return CompletableFuture.completedStage(
          index.subSet(span.after(), false, span.before(), false).stream()
              .map(seq -> new IndexedEvent(seq, "message", "u1"))
              .toList());
    }

    @Override
    public CompletionStage<List<IndexedEvent>> lines(long bucket, Span span) {
      return CompletableFuture.completedStage(List.of());
    }
  }
}
