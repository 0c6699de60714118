package chat.gateway.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.contract.log.Identity;
import chat.contract.log.RoomRecord;
import chat.contract.log.Seq;
import chat.epochs.LogEpoch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PartitionLogTest {

  private static final LogEpoch EPOCH = new LogEpoch("topic", 1, 1);
  private static final int PLENTY = 1 << 20;

  private final Appends appends = new Appends();
  private final List<LoggedEvent> delivered = new ArrayList<>();
  private final EventSink sink =
      new EventSink() {
        @Override
        public void deliver(LoggedEvent event) {
          delivered.add(event);
        }

        @Override
        public void flush() {}

        @Override
        public void observe(LoggedEvent event) {}

        @Override
        public void reset() {
          throw new AssertionError("nothing was lost");
        }
      };

  private PartitionLog log = new PartitionLog(EPOCH, 0, 0, 0, PLENTY, PLENTY, Runnable::run);
  private long next;

  @Test
  void a_slice_has_the_rooms_events_in_order_and_chained() {
    append("a", "m0");
    append("b", "n0");
    append("a", "m1");

    TailSlice slice = all("a");

    assertThat(offsets(slice)).containsExactly(0L, 2L);
    assertThat(slice.events().get(1).prev()).isEqualTo(seq(0));
  }

  @Test
  void a_duplicate_is_no_event() {
    append("a", "m0");
    append("a", "m0");
    append("a", "m1");

    assertThat(offsets(all("a"))).containsExactly(0L, 2L);
    assertThat(log.find(identity("a", "m0"))).isEqualTo(seq(0));
    assertThat(log.end()).isEqualTo(3);
  }

  @Test
  void a_record_without_a_room_is_skipped() {
    log.append(
        0, new RoomRecord(null, "unreadable", null, null, new byte[0], "key"), appends, sink);
    next = 1;
    append("a", "m0");

    assertThat(offsets(all("a"))).containsExactly(1L);
  }

  @Test
  void a_slice_names_the_seq_from_which_it_is_complete() {
    append("a", "m0");
    append("a", "m1");
    append("a", "m2");
    ground("a", Seq.NONE);

    assertThat(log.slice("a", seq(0), Long.MAX_VALUE, EventKind.ANY, 10).covers(seq(0))).isTrue();
    assertThat(log.slice("a", 0, Long.MAX_VALUE, EventKind.ANY, 10).covers(0)).isTrue();
    assertThat(log.slice("a", 0, Long.MAX_VALUE, EventKind.ANY, 2).from()).isEqualTo(seq(0) + 1);
    assertThat(offsets(log.slice("a", 0, seq(2), EventKind.ANY, 1))).containsExactly(1L);
  }

  @Test
  void evicted_events_are_known_to_be_missing() {
    log = new PartitionLog(EPOCH, 0, 0, 0, 2, PLENTY, Runnable::run);
    ground("a", Seq.NONE);
    append("a", "m0");
    append("b", "n0");
    append("a", "m1");

    TailSlice slice = all("a");

    assertThat(log.start()).isEqualTo(1);
    assertThat(offsets(slice)).containsExactly(2L);
    assertThat(slice.covers(0)).isFalse();
    assertThat(slice.covers(seq(0))).isTrue();
  }

  @Test
  void the_tail_is_bounded_in_bytes_but_keeps_the_last_event() {
    log = new PartitionLog(EPOCH, 0, 0, 0, PLENTY, 1, Runnable::run);
    append("a", "m0");
    append("a", "m1");

    assertThat(offsets(all("a"))).containsExactly(1L);
  }

  @Test
  void a_subscription_gets_exactly_the_events_after_its_last_seq() {
    append("a", "m0");
    ground("a", Seq.NONE);
    List<TailSubscription> begun = new ArrayList<>();

    assertThat(log.subscribe("a", begun::add)).isTrue();
    append("a", "m1");
    append("b", "n0");
    begun.get(0).end();
    append("a", "m2");

    assertThat(begun.get(0).lastSeq()).isEqualTo(seq(0));
    assertThat(delivered).extracting(LoggedEvent::seq).containsExactly(seq(1));
    assertThat(delivered.get(0).prev()).isEqualTo(seq(0));
  }

  @Test
  void no_subscription_begins_before_the_event_before_the_tail_is_known() {
    append("a", "m0");

    assertThat(log.knowsPrev("a")).isFalse();
    assertThat(log.subscribe("a", listening -> {})).isFalse();
    assertThat(all("a").lacksPrev()).isTrue();
  }

  @Test
  void the_event_before_the_tail_becomes_the_prev_of_its_first_event() {
    log = new PartitionLog(EPOCH, 0, 0, 10, PLENTY, PLENTY, Runnable::run);
    next = 10;
    append("a", "m10");
    PrevLookup lookup = log.lookUpPrev("a");
    append("a", "m11");
    lookup.answer(seq(3));
    lookup.end();

    assertThat(lookup.before()).isEqualTo(seq(10));
    assertThat(all("a").events()).extracting(LoggedEvent::prev).containsExactly(seq(3), seq(10));
    assertThat(all("a").from()).isEqualTo(seq(3) + 1);
  }

  @Test
  void a_quiet_room_keeps_its_prev_while_it_has_a_subscription() {
    log = new PartitionLog(EPOCH, 0, 0, 0, 1, PLENTY, Runnable::run);
    ground("a", seq(0));
    List<TailSubscription> begun = new ArrayList<>();
    assertThat(log.subscribe("a", begun::add)).isFalse();
    PrevLookup lookup = log.lookUpPrev("a");
    lookup.answer(Seq.NONE);
    assertThat(log.subscribe("a", begun::add)).isTrue();
    lookup.end();
    append("a", "m0");
    append("b", "n0");
    log.reached(next);

    assertThat(log.knowsPrev("a")).isTrue();
    begun.get(0).end();
    log.reached(next);
    assertThat(log.knowsPrev("a")).isFalse();
    assertThat(delivered).extracting(LoggedEvent::prev).containsExactly(Seq.NONE);
  }

  @Test
  void a_subscription_that_can_not_begin_ends() {
    PrevLookup lookup = log.lookUpPrev("a");
    lookup.answer(Seq.NONE);
    assertThatThrownBy(
            () ->
                log.subscribe(
                    "a",
                    listening -> {
                      throw new IllegalStateException("planted");
                    }))
        .hasMessage("planted");
    lookup.end();
    log.reached(next);

    assertThat(log.knowsPrev("a")).isFalse();
  }

  @Test
  void a_subscription_that_ends_twice_ends_no_other() {
    PrevLookup lookup = log.lookUpPrev("a");
    lookup.answer(Seq.NONE);
    List<TailSubscription> two = new ArrayList<>();
    assertThat(log.subscribe("a", two::add)).isTrue();
    assertThat(log.subscribe("a", two::add)).isTrue();
    lookup.end();
    two.get(0).end();
    two.get(0).end();
    log.reached(next);
    assertThat(log.knowsPrev("a")).isTrue();

    two.get(1).end();
    log.reached(next);
    assertThat(log.knowsPrev("a")).isFalse();
  }

  @Test
  void an_append_ends_where_its_record_is_read_back() {
    CompletableFuture<Appended> append = new CompletableFuture<>();
    byte[] value = value("m0");
    assertThat(appends.begin(identity("a", "m0"), value, append)).isNull();

    append("a", "m0");
    assertThat(append).isNotDone();
    appends.completeSettled();

    assertThat(append).isCompletedWithValue(Appended.own(seq(0)));
    assertThat(appends.size()).isZero();
  }

  @Test
  void a_duplicate_append_gets_the_seq_of_the_first() {
    append("a", "m0");
    CompletableFuture<Appended> append = new CompletableFuture<>();
    assertThat(appends.begin(identity("a", "m0"), value("m0"), append)).isNull();

    append("a", "m0");
    appends.completeSettled();

    assertThat(append).isCompletedWithValue(Appended.asDuplicate(seq(0)));
  }

  @Test
  void an_append_that_waits_for_the_sink_holds_up_no_other() throws Exception {
    CountDownLatch waits = new CountDownLatch(1);
    CountDownLatch capacity = new CountDownLatch(1);
    EventSink full =
        new IgnoringSink() {
          @Override
          public void awaitCapacity() {
            waits.countDown();
            try {
              capacity.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
        };
    Executor ownThread = task -> new Thread(task).start();
    CompletableFuture<Void> appending =
        CompletableFuture.runAsync(
            () -> log.append(0, record("a", "m0"), appends, full), ownThread);
    try {
      assertThat(waits.await(1, TimeUnit.MINUTES)).isTrue();
      assertThat(CompletableFuture.supplyAsync(() -> log.find(identity("a", "m0")), ownThread))
          .succeedsWithin(Duration.ofMinutes(1))
          .isEqualTo(Seq.NONE);
    } finally {
      capacity.countDown();
    }
    assertThat(appending).succeedsWithin(Duration.ofMinutes(1));
    assertThat(log.find(identity("a", "m0"))).isEqualTo(seq(0));
  }

  @Test
  void reaching_an_offset_completes_the_wait() {
    CompletableFuture<Long> reached = log.reaches(2);
    append("a", "m0");
    log.reached(1);
    assertThat(reached).isNotDone();
    log.reached(2);

    assertThat(reached.join()).isEqualTo(2);
    assertThat(log.reaches(2)).isCompletedWithValue(2L);
  }

  private void ground(String room, long before) {
    PrevLookup lookup = log.lookUpPrev(room);
    lookup.answer(before);
    lookup.end();
    log.reached(next);
  }

  private void append(String room, String id) {
    log.append(next++, record(room, id), appends, sink);
  }

  private static RoomRecord record(String room, String id) {
    return new RoomRecord(room, "message", identity(room, id), null, value(id), null);
  }

  private TailSlice all(String room) {
    return log.slice(room, 0, Long.MAX_VALUE, EventKind.ANY, PLENTY);
  }

  private static byte[] value(String id) {
    return ("{\"id\":\"" + id + "\"}").getBytes(UTF_8);
  }

  private static Identity identity(String room, String id) {
    return Identity.of(room, "u", id, 1);
  }

  private static List<Long> offsets(TailSlice slice) {
    return slice.events().stream().map(event -> Seq.offset(event.seq())).toList();
  }

  private static long seq(long offset) {
    return EPOCH.seq(offset);
  }
}
