package chat.gateway.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Author;
import chat.contract.event.Deleted;
import chat.contract.event.Edited;
import chat.contract.event.Message;
import chat.contract.event.RoomEvent;
import chat.contract.event.RoomEventCodec;
import chat.contract.log.ErasedUsers;
import chat.contract.log.RoomRecord;
import chat.gateway.log.EventKind;
import chat.gateway.log.LogPositions;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.MemoryLog;
import chat.gateway.log.PartitionLog;
import chat.gateway.log.RoomLog;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The cost of reading a room, and the ends of reads. */
class HistoryWorkTest {

  private static final Author ANN = new Author("u1", "ann");
  private static final int EDITS = 200;
  private static final int MAX_MISSED_BYTES = 100_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final CountingTables tables = new CountingTables(20_000);
  private final MemoryLog memory = MemoryLog.startingAt(1_000);
  private final PartitionLog log = memory.partition();
  private final List<CompletableFuture<?>> deadlines = new ArrayList<>();
  private long watermark = 1_000;
  private long now;
  private int asked;

  @Test
  void the_cost_of_reading_edits_does_not_depend_on_later_deletions() {
    for (int i = 1; i <= EDITS; i++) {
      add(i, new Edited("dev", "e" + i, ANN, 900, "text", List.of(), 5));
    }
    deletions(1, 10);
    long few = allocatedBy(this::readAll);
    deletions(11, 2_000);
    long many = allocatedBy(this::readAll);

    assertThat(many).isLessThan(2 * few);
  }

  @Test
  void the_watermark_is_queried_once_a_second_in_the_background() {
    History history = history();
    read(history);
    read(history);
    assertThat(asked).isEqualTo(1);
    now += 1_000;
    read(history);
    assertThat(asked).isEqualTo(2);
    assertThat(log.watermark()).isEqualTo(watermark);
  }

  @Test
  void a_look_up_stops_after_the_current_step_at_its_deadline() {
    for (int i = 1; i <= 30_000; i++) {
      tables.add(log.epoch().seq(0) - 40_000 + i, "reaction", "{\"type\":\"reaction\"}", true);
    }
    tables.onQuestion(
        () -> {
          if (tables.questions() == 3) {
            deadlines.forEach(end -> end.completeExceptionally(new TimeoutException()));
          }
        });
    CompletableFuture<List<LoggedEvent>> page =
        history().before(log, "dev", History.END, EventKind.MESSAGE, 50);

    assertThat(page).isCompletedExceptionally();
    assertThat(tables.questions()).isLessThan(6);
  }

  @Test
  void a_shared_look_up_continues_for_the_remaining_caller() {
    for (int i = 1; i <= 10_000; i++) {
      tables.add(log.epoch().seq(0) - 40_000 + i, "reaction", "{\"type\":\"reaction\"}", true);
    }
    History history = history();
    List<CompletableFuture<List<LoggedEvent>>> second = new ArrayList<>();
    tables.onQuestion(
        () -> {
          if (tables.questions() == 3) {
            second.add(history.before(log, "dev", History.END, EventKind.MESSAGE, 50));
            deadlines.get(0).completeExceptionally(new TimeoutException());
          }
        });
    assertThat(history.before(log, "dev", History.END, EventKind.MESSAGE, 50))
        .isCompletedExceptionally();

    assertThat(second).hasSize(1);
    assertThat(second.get(0)).isCompletedWithValue(List.of());
  }

  @Test
  void a_range_that_is_too_large_fails_with_page_too_large() {
    tables.onQuestion(
        () -> {
          throw new PageTooLarge(1);
        });
    CompletableFuture<List<LoggedEvent>> page =
        history().after(log, "dev", 0, EventKind.ANY, EDITS);

    assertThat(PageTooLarge.isCauseOf(page.handle((events, error) -> error).join())).isTrue();
  }

  @Test
  void unread_counts_undeleted_messages_of_others_in_tables_and_tail() {
    long mine = add(1, message("m1", "u2"));
    add(2, message("m2", "u1"));
    long gone = add(3, message("m3", "u1"));
    memory.append(record(message("m4", "u1")));
    memory.append(record(message("m5", "u2")));
    memory.append(record(new Deleted("dev", "d1", ANN, gone, 5)));
    History history = history();

    assertThat(unread(history, "u2", 0, 10)).isEqualTo(new UnreadMessages(2, 0));
    assertThat(unread(history, "u1", 0, 10)).isEqualTo(new UnreadMessages(2, 0));
    assertThat(unread(history, "u1", mine, 10)).isEqualTo(new UnreadMessages(1, 0));
    assertThat(unread(history, "u2", 0, 1)).isEqualTo(new UnreadMessages(1, 0));
  }

  @Test
  void mentions_are_those_of_the_present_texts_of_unread_messages() {
    add(1, naming("m1", "u2"));
    long edited = add(2, naming("m2", "u2"));
    long gone = add(3, naming("m3", "u2"));
    long late = add(4, message("m4", "u1"));
    memory.append(record(naming("m5", "u2")));
    memory.append(record(new Edited("dev", "e1", ANN, edited, "x", List.of(), 5)));
    memory.append(record(new Edited("dev", "e2", ANN, late, "x", List.of("u2"), 5)));
    memory.append(record(new Deleted("dev", "d1", ANN, gone, 5)));
    History history = history();

    assertThat(unread(history, "u2", 0, 10)).isEqualTo(new UnreadMessages(4, 3));
    assertThat(history.unread(log, "dev", "u2", 0, late + 1, 10))
        .as("up to a position")
        .isCompletedWithValue(new UnreadMessages(3, 2));
  }

  private UnreadMessages unread(History history, String reader, long after, int max) {
    return history.unread(log, "dev", reader, after, History.END, max).join();
  }

  @Test
  void missed_events_are_read_up_to_the_limit() {
    String large = "x".repeat(4_000);
    for (int i = 1; i <= 900; i++) {
      String text = i <= 600 ? large : "small";
      add(i, new Message("dev", "m" + i, ANN, text, 5, null, List.of(), List.of()));
    }
    long first = log.epoch().seq(0);
    History history = history();

    assertThat(history.missed(new Grounded(log, null), "dev", first + 650, first + 1_000).join())
        .hasValueSatisfying(missed -> assertThat(missed).hasSize(250));
    int read = tables.answered();
    assertThat(history.missed(new Grounded(log, null), "dev", first, first + 1_000).join())
        .isEmpty();
    assertThat(tables.answered() - read).as("rows read").isLessThan(450);
  }

  @Test
  void a_client_that_lacks_one_event_before_the_tail_costs_no_look_up_of_its_own() {
    for (int i = 1; i <= 3; i++) {
      add(i, new Message("dev", "m" + i, ANN, "text", 5, null, List.of(), List.of()));
    }
    long first = log.epoch().seq(0);
    History history = history();
    Grounded grounded = history.grounded("dev").join();
    int read = tables.answered();

    assertThat(grounded.covers("dev", first + 2)).isTrue();
    assertThat(history.missed(grounded, "dev", first + 2, first + 3).join())
        .hasValueSatisfying(
            missed -> assertThat(missed).extracting(LoggedEvent::seq).containsExactly(first + 3));
    assertThat(tables.answered()).as("rows read").isEqualTo(read);

    assertThat(grounded.covers("dev", first + 1)).isFalse();
    assertThat(history.missed(grounded, "dev", first + 1, first + 3).join())
        .hasValueSatisfying(missed -> assertThat(missed).hasSize(2));
  }

  @Test
  void without_a_log_the_stage_fails_instead_of_the_call() {
    History history =
        history(
            room -> {
              throw RoomLog.unavailable();
            });

    assertThat(history.upToDate("dev")).isCompletedExceptionally();
    assertThat(history.grounded("dev")).isCompletedExceptionally();
  }

  private void deletions(int from, int to) {
    for (int i = from; i <= to; i++) {
      memory.append(record(new Deleted("dev", "d" + i, ANN, log.epoch().seq(0) - 500_000 + i, 5)));
    }
  }

  private void readAll() {
    List<LoggedEvent> events = read(history());
    assertThat(events).hasSize(EDITS);
  }

  private List<LoggedEvent> read(History history) {
    return history.after(log, "dev", 0, EventKind.ANY, EDITS).join();
  }

  /** Adds an event before the tail. */
  private long add(int place, RoomEvent event) {
    long seq = log.epoch().seq(0) + place;
    tables.add(seq, event.type(), new String(RoomEventCodec.encode(event), UTF_8), false);
    return seq;
  }

  private static Message message(String id, String author) {
    return new Message("dev", id, new Author(author, "name"), "hi", 5, null, List.of(), List.of());
  }

  /** A message of u1 that names a user. */
  private static Message naming(String id, String named) {
    return new Message("dev", id, ANN, "hi", 5, null, List.of(), List.of(named));
  }

  private static RoomRecord record(RoomEvent event) {
    return new RoomRecord(
        event.room(), event.type(), null, null, RoomEventCodec.encode(event), null);
  }

  private long allocatedBy(Runnable work) {
    work.run();
    long before = threads.getCurrentThreadAllocatedBytes();
    work.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private History history() {
    return history(room -> log);
  }

  private History history(Function<String, PartitionLog> logs) {
    InstantSource clock = () -> Instant.ofEpochMilli(now);
    Archive archive =
        new Archive(
            new Watermarks(new Positions(), clock),
            (partition, room, from, to) -> CompletableFuture.completedFuture(List.of()),
            tables,
            new ErasedUsers(),
            Runnable::run);
    log.advanceWatermark(watermark);
    return new History(
        logs,
        new Positions(),
        archive,
        new HistorySettings(Duration.ofSeconds(3), 1_000),
        MAX_MISSED_BYTES,
        (future, timeout) -> deadlines.add(future));
  }

  private final class Positions implements LogPositions {

    @Override
    public CompletableFuture<Long> caughtUp(PartitionLog partition) {
      return CompletableFuture.completedFuture(partition.end());
    }

    @Override
    public CompletableFuture<Void> allCaughtUp() {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Set<Integer>> behind(Duration timeout) {
      return CompletableFuture.completedFuture(Set.of());
    }

    @Override
    public CompletableFuture<Long> watermark(PartitionLog partition) {
      asked++;
      return CompletableFuture.completedFuture(watermark);
    }
  }
}
