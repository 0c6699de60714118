package chat.writer.room;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.event.RoomEventCodec;
import chat.contract.log.Identity;
import chat.contract.log.Seq;
import chat.writer.room.InMemoryRoomTables.Fate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionWriterTest {

  private static final LogPartition ONLY = new LogPartition(1, 0, 1);

  private final TestLog log = new TestLog();
  private final InMemoryRoomTables tables = new InMemoryRoomTables();
  private final List<String> letters = new ArrayList<>();
  private final List<Integer> rowsAtLetters = new ArrayList<>();
  private Runnable whenKept = () -> {};
  private boolean lettersFail;
  private boolean lettersAnswer = true;
  private PartitionWriter writer = writer(0, 0);

  @Test
  void events_are_stored_as_they_are_in_the_order_of_the_log() {
    log.message("dev", "m-1", 1);
    log.message("ops", "m-1", 1);
    log.message("dev", "m-2", 1);
    store();
    assertThat(seqs("dev")).containsExactly(seq(0), seq(2));
    assertThat(tables.history("dev").get(1).value())
        .isEqualTo(RoomEventCodec.encode(TestLog.message("dev", "m-2")));
    assertThat(tables.message("dev", "u1", "m-2")).contains(new InMemoryIds.Sent(seq(2), 1));
    assertThat(writer.stored()).isEqualTo(3);
  }

  @Test
  void each_event_names_the_one_before_it_in_its_room() {
    log.message("dev", "m-1", 1);
    log.message("ops", "m-1", 1);
    log.message("dev", "m-2", 1);
    store();
    log.message("dev", "m-3", 1);
    store();
    assertThat(prevs("dev")).containsExactly(Seq.NONE, seq(0), seq(2));
    assertThat(prevs("ops")).containsExactly(Seq.NONE);
  }

  @Test
  void a_double_is_neither_stored_nor_a_link_of_the_chain() {
    log.message("dev", "m-1", 1);
    log.message("dev", "m-2", 1);
    log.message("dev", "m-1", 1);
    log.message("dev", "m-3", 1);
    store();
    assertThat(seqs("dev")).containsExactly(seq(0), seq(1), seq(3));
    assertThat(prevs("dev")).containsExactly(Seq.NONE, seq(0), seq(1));
    assertThat(writer.stored()).isEqualTo(4);
  }

  @Test
  void a_later_text_under_a_used_id_is_a_double_too() {
    log.message("dev", "m-1", 1);
    log.message("dev", "m-1", 2);
    store();
    assertThat(seqs("dev")).containsExactly(seq(0));
  }

  @Test
  void records_that_warm_the_window_are_not_written_but_reveal_duplicates() {
    log.message("dev", "m-1", 1);
    store();
    writer = writer(0, 1);
    tables.failing(() -> Fate.LOST);
    accept(0, 1);
    assertThat(writer.store().toCompletableFuture()).isCompleted();
    tables.failing(() -> Fate.DONE);
    log.message("dev", "m-1", 1);
    log.message("dev", "m-2", 1);
    store();
    assertThat(seqs("dev")).containsExactly(seq(0), seq(2));
    assertThat(prevs("dev")).containsExactly(Seq.NONE, seq(0));
  }

  @Test
  void warming_never_moves_the_stored_offset_back() {
    log.message("dev", "m-1", 1);
    writer = writer(0, 7);
    accept(0, 1);
    assertThat(writer.store().toCompletableFuture()).isCompleted();
    assertThat(writer.stored()).isEqualTo(7);
    assertThat(writer.resumeAt()).isEqualTo(1);
  }

  @Test
  void a_room_that_is_known_is_not_read_again() {
    log.message("dev", "m-1", 1);
    log.message("dev", "m-2", 1);
    store();
    log.message("dev", "m-3", 1);
    store();
    assertThat(tables.reads()).isEqualTo(1);
  }

  @Test
  void a_room_beyond_those_kept_in_memory_goes_on_where_it_was() {
    writer = new PartitionWriter(ONLY, 0, 0, 1, tables, this::keep);
    for (String room : List.of("dev", "ops", "dev", "ops", "dev")) {
      log.message(room, "m-" + log.end(), 1);
      store();
    }
    assertThat(prevs("dev")).containsExactly(Seq.NONE, seq(0), seq(2));
  }

  @Test
  void a_bucket_ends_with_its_events_and_the_chain_goes_on() {
    writer = writer(0, 0, new BucketLimit(2, 1_000_000));
    for (int i = 0; i < 5; i++) {
      log.message("dev", "m-" + i, 1);
    }
    store();
    assertThat(tables.bucketsOf("dev")).containsExactly(seq(0), seq(2), seq(4));
    assertThat(seqs("dev")).containsExactly(seq(0), seq(1), seq(2), seq(3), seq(4));
    assertThat(prevs("dev")).containsExactly(Seq.NONE, seq(0), seq(1), seq(2), seq(3));
  }

  @Test
  void a_bucket_ends_with_its_bytes() {
    int size = RoomEventCodec.encode(TestLog.message("dev", "m-0")).length;
    writer = writer(0, 0, new BucketLimit(1_000, 2L * size + 1));
    for (int i = 0; i < 5; i++) {
      log.message("dev", "m-" + i, 1);
    }
    store();
    assertThat(tables.bucketsOf("dev")).containsExactly(seq(0), seq(2), seq(4));
  }

  @Test
  void an_event_of_a_type_to_come_is_stored_by_its_headers() {
    byte[] value = "{\"type\":\"pinned\",\"later\":1}".getBytes(UTF_8);
    log.add("dev", value, "pinned", new byte[20]);
    store();
    assertThat(tables.history("dev").get(0).type()).isEqualTo("pinned");
    assertThat(tables.history("dev").get(0).value()).isEqualTo(value);
    assertThat(letters).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"garbage", "", "[]", "{\"type\":\"message\"}", "{\"a\":1,\"a\":2}"})
  void an_unreadable_value_is_a_dead_letter_and_keeps_its_position(String value) {
    log.message("dev", "m-1", 1);
    log.add("dev", value.getBytes(UTF_8), "message", new byte[20]);
    log.message("dev", "m-2", 1);
    store();
    assertThat(letters).hasSize(1).allMatch(letter -> letter.startsWith("1 "));
    assertThat(prevs("dev")).containsExactly(Seq.NONE, seq(0), seq(1));
    EventRow placeholder = tables.history("dev").get(1);
    assertThat(placeholder.type()).isEqualTo("unreadable");
    assertThat(new String(placeholder.value(), UTF_8))
        .isEqualTo("{\"type\":\"unreadable\",\"room\":\"dev\"}");
  }

  @Test
  void a_record_without_value_identity_or_type_or_too_large_is_a_dead_letter() {
    byte[] good = RoomEventCodec.encode(TestLog.message("dev", "m-1"));
    byte[] large = new byte[300_000];
    large[0] = '{';
    log.add("dev", null, "message", identity(1));
    log.add("dev", good, "message", null);
    log.add("dev", good, "message", new byte[19]);
    log.add("dev", good, null, identity(2));
    log.add("dev", large, "later", identity(3));
    log.add("ops", good, "message", identity(4));
    store();
    assertThat(letters).hasSize(6);
    assertThat(tables.history("dev")).hasSize(5).allMatch(row -> row.type().equals("unreadable"));
  }

  @Test
  void a_record_that_belongs_to_no_room_here_is_a_dead_letter_without_a_row() {
    writer = new PartitionWriter(new LogPartition(1, 7, 24), 0, 0, 10, tables, this::keep);
    byte[] good = RoomEventCodec.encode(TestLog.message("general", "m-1"));
    log.add(null, good, "message", new byte[20]);
    log.add("NO ROOM", good, "message", new byte[20]);
    log.message("dev", "m-1", 1);
    log.message("general", "m-1", 1);
    store();
    assertThat(letters).hasSize(2).allMatch(letter -> letter.matches("[02] key: .*"));
    assertThat(tables.history("dev")).isEmpty();
    assertThat(prevs("general")).containsExactly(Seq.NONE);
    assertThat(writer.stored()).isEqualTo(4);
  }

  @Test
  void nothing_counts_as_stored_until_the_tables_have_all_of_it() {
    log.message("dev", "m-1", 1);
    log.message("ops", "m-1", 1);
    int[] writes = {0};
    tables.failing(() -> ++writes[0] == 4 ? Fate.LOST : Fate.DONE);
    accept(0, 2);
    assertThat(writer.store().toCompletableFuture()).isCompletedExceptionally();
    assertThat(writer.stored()).isZero();
    assertThat(writer.resumeAt()).isZero();
    assertThat(writer.waitingSince()).isEqualTo(1_000);
    tables.failing(() -> Fate.DONE);
    accept(0, 2);
    assertThat(writer.store().toCompletableFuture()).isCompleted();
    assertThat(writer.stored()).isEqualTo(2);
    assertThat(writer.waitingSince()).isZero();
    assertThat(prevs("dev")).containsExactly(Seq.NONE);
    assertThat(prevs("ops")).containsExactly(Seq.NONE);
  }

  @Test
  void no_row_stands_for_a_record_whose_dead_letter_is_not_safe() {
    log.add("dev", null, "message", new byte[20]);
    lettersFail = true;
    accept(0, 1);
    assertThat(writer.store().toCompletableFuture()).isCompletedExceptionally();
    assertThat(tables.history("dev")).isEmpty();
    lettersFail = false;
    store();
    assertThat(tables.history("dev")).hasSize(1);
  }

  @Test
  void a_dead_letter_that_is_safe_is_not_sent_again_when_the_tables_fail() {
    log.add("dev", null, "message", new byte[20]);
    tables.failing(() -> Fate.LOST);
    accept(0, 1);
    assertThat(writer.store().toCompletableFuture()).isCompletedExceptionally();
    tables.failing(() -> Fate.DONE);
    store();
    assertThat(letters).hasSize(1);
  }

  @Test
  void dead_letters_of_all_parts_are_sent_before_the_first_part_is_written() {
    for (int i = 0; i < 4; i++) {
      log.add("dev", null, "message", identity(i));
    }
    lettersAnswer = false;
    accept(0, 4);
    assertThat(writer.store().toCompletableFuture()).isNotDone();
    writer.giveUp();
    lettersAnswer = true;
    letters.clear();
    rowsAtLetters.clear();
    store();
    assertThat(letters).hasSize(4);
    assertThat(rowsAtLetters).containsOnly(0);
    assertThat(tables.history("dev")).hasSize(4);
  }

  @Test
  void a_record_accepted_during_a_store_waits_for_its_own_dead_letter() {
    log.add("dev", null, "message", identity(1));
    log.add("dev", null, "message", identity(2));
    whenKept = () -> accept(1, 2);
    accept(0, 1);
    assertThat(writer.store().toCompletableFuture()).isCompleted();
    assertThat(tables.history("dev")).hasSize(1);
    whenKept = () -> {};
    store();
    assertThat(letters).hasSize(2);
    assertThat(tables.history("dev")).hasSize(2);
  }

  private PartitionWriter writer(long warmFrom, long storeFrom) {
    return writer(warmFrom, storeFrom, BucketLimit.STANDARD);
  }

  private PartitionWriter writer(long warmFrom, long storeFrom, BucketLimit limit) {
    return new PartitionWriter(ONLY, warmFrom, storeFrom, 10, tables, this::keep, limit);
  }

  private CompletableFuture<Void> keep(LogRecord unreadable, String reason) {
    if (lettersFail) {
      return CompletableFuture.failedFuture(new IllegalStateException("no answer"));
    }
    letters.add(unreadable.offset() + " " + reason);
    rowsAtLetters.add(tables.history("dev").size());
    whenKept.run();
    return !lettersAnswer ? new CompletableFuture<>() : CompletableFuture.completedFuture(null);
  }

  private void store() {
    accept(writer.resumeAt(), log.end());
    assertThat(writer.store().toCompletableFuture()).isCompleted();
  }

  private void accept(long from, long to) {
    log.from(from, to).forEach(writer::accept);
  }

  private List<Long> seqs(String room) {
    return tables.history(room).stream().map(EventRow::seq).toList();
  }

  private List<Long> prevs(String room) {
    return tables.history(room).stream().map(EventRow::prev).toList();
  }

  private static byte[] identity(int number) {
    return new Identity(number, number, 0).toBytes();
  }

  private static long seq(int offset) {
    return Seq.of(1, offset);
  }
}
