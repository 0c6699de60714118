package chat.writer.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.contract.event.MemberChange;
import chat.contract.event.Message;
import chat.contract.event.RoomChange;
import chat.contract.event.RoomEvent;
import chat.contract.log.Seq;
import chat.contract.log.Window;
import chat.writer.room.InMemoryRoomTables.Fate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * One partition, two writers, one thread: appends, duplicates, polls, failed writes, crashes and
 * writers that continue after another took over, in an order drawn from a seed. In the end the
 * tables are as if one writer had written the log once. {@code -Dseed=N} replays one seed.
 */
class WriterSimulationTest {

  private static final int SEEDS = Integer.getInteger("seeds", 500);
  private static final List<String> ROOMS = List.of("dev", "ops", "general");
  private static final BucketLimit LIMIT = new BucketLimit(4, 600);
  private static final LogPartition ONLY = new LogPartition(1, 0, 1);

  @Test
  void crashes_redelivery_and_late_writers_leave_the_tables_of_a_single_writer() {
    Long replayed = Long.getLong("seed");
    if (replayed != null) {
      new Run(replayed).check();
      return;
    }
    for (long seed = 0; seed < SEEDS; seed++) {
      new Run(seed).check();
    }
  }

  @Test
  void writes_with_the_time_of_writing_would_change_the_result() {
    assertThatThrownBy(
            () -> {
              for (long seed = 0; seed < SEEDS; seed++) {
                long[] time = {0};
                new Run(seed, new InMemoryRoomTables(seq -> ++time[0])).check();
              }
            })
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void removals_only_in_memory_would_be_lost_in_a_crash() {
    assertThatThrownBy(
            () -> {
              for (long seed = 0; seed < SEEDS; seed++) {
                InMemoryRoomTables forgetful = new InMemoryRoomTables();
                forgetful.dropping(RemovalEffect.RemovalBegun.class::isInstance);
                new Run(seed, forgetful).check();
              }
            })
        .isInstanceOf(AssertionError.class);
  }

  private static final class Run {
    private final long seed;
    private final Random random;
    private final TestLog log = new TestLog();
    private final RandomEvents events;
    private final Map<String, LogFold> folds = new HashMap<>();
    private final InMemoryRoomTables tables;
    private final Set<String> sent = new HashSet<>();
    private final Set<String> ended = new HashSet<>();
    private long committed;
    private PartitionWriter owner;
    private PartitionWriter late;

    Run(long seed) {
      this(seed, new InMemoryRoomTables());
    }

    Run(long seed, InMemoryRoomTables tables) {
      this.seed = seed;
      this.tables = tables;
      this.random = new Random(seed);
      this.events = new RandomEvents(random, log);
      this.owner = writer(tables, 0);
      this.late = owner;
    }

    void check() {
      int steps = 20 + random.nextInt(100);
      for (int i = 0; i < steps; i++) {
        step();
        assertThat(tables.hasStrays()).as("seed %d: event in unknown bucket", seed).isFalse();
      }
      tables.failing(() -> Fate.DONE);
      owner = writer(tables, committed);
      while (committed < log.end()) {
        assertThat(poll(owner, true)).as("seed %d: goes on", seed).isTrue();
      }
      tables.letGo();
      Steps.all(owner.removals());
      assertThat(tables.removals()).as("seed %d: removals", seed).isZero();
      compare();
    }

    private void step() {
      switch (random.nextInt(15)) {
        case 0, 1, 2, 3 -> append();
        case 4, 5, 6 -> poll(owner, true);
        case 7 -> poll(late, false);
        case 8 -> {
          late = owner;
          owner = writer(tables, committed);
        }
        case 9 -> standStill();
        case 10 -> tables.letGo();
        case 11, 12 -> Steps.one(owner.removals());
        case 13 -> Steps.one(late.removals());
        default -> {
          int bad = random.nextInt(4);
          tables.failing(() -> fate(bad));
        }
      }
    }

    /**
     * The owner's writes are delayed, its polled records become stale, and another writer takes
     * over.
     */
    private void standStill() {
      tables.holding(true);
      poll(owner, false);
      tables.holding(false);
      owner = writer(tables, committed);
      late = owner;
    }

    private Fate fate(int bad) {
      if (random.nextInt(4) >= bad) {
        return Fate.DONE;
      }
      return random.nextBoolean() ? Fate.LOST : Fate.DONE_BUT_UNANSWERED;
    }

    private void append() {
      for (int i = random.nextInt(6); i >= 0; i--) {
        String room = ROOMS.get(random.nextInt(ROOMS.size()));
        if (random.nextInt(20) == 0) {
          log.add(room, new byte[0], "message", null);
        } else if (random.nextInt(4) == 0) {
          appendMaybeAgain(TestLog.message(room, "m-" + random.nextInt(60)));
        } else {
          appendUnlessEnded(events.next(room));
        }
      }
    }

    /** The same id again is a duplicate. */
    private void appendMaybeAgain(Message message) {
      if (sent.add(message.room() + " " + message.id())) {
        append(message);
      } else {
        log.add(message);
      }
    }

    /** Gateways no longer change the members of a deleted room. */
    private void appendUnlessEnded(RoomEvent event) {
      boolean isOfRoom = event instanceof MemberChange || event instanceof RoomChange;
      if (!fold(event.room()).allows(event)) {
        return;
      }
      if (!isOfRoom || !ended.contains(event.room())) {
        append(event);
      }
      if (event instanceof RoomChange change && change.action() == RoomChange.Action.DELETED) {
        ended.add(event.room());
      }
    }

    private void append(RoomEvent event) {
      long seq = Seq.of(1, log.add(event).offset());
      fold(event.room()).apply(seq, event);
    }

    private LogFold fold(String room) {
      return folds.computeIfAbsent(room, first -> new LogFold());
    }

    /** Reads records from the writer's offset, sometimes from an earlier one. */
    private boolean poll(PartitionWriter writer, boolean owns) {
      long from = Math.max(0, writer.resumeAt() - (random.nextInt(4) == 0 ? 3 : 0));
      log.from(from, from + 1 + random.nextInt(12)).forEach(writer::accept);
      CompletableFuture<?> store = writer.store().toCompletableFuture();
      boolean done = store.isDone() && !store.isCompletedExceptionally();
      if (done && owns) {
        committed = Math.max(committed, writer.stored());
      }
      return done;
    }

    private void compare() {
      InMemoryRoomTables expected = new InMemoryRoomTables();
      PartitionWriter once = writer(expected, 0);
      log.from(0, log.end()).forEach(once::accept);
      assertThat(once.store().toCompletableFuture()).isCompleted();
      Steps.all(once.removals());
      for (String room : ROOMS) {
        assertThat(rows(tables, room))
            .as("seed %d, %s", seed, room)
            .isEqualTo(rows(expected, room));
        assertThat(tables.bucketsOf(room)).as("seed %d", seed).isEqualTo(expected.bucketsOf(room));
        checkChain(tables.history(room));
        assertThat(LogFold.lines(tables, room))
            .as("seed %d, %s", seed, room)
            .isEqualTo(fold(room).lines());
      }
      assertThat(tables.effects()).as("seed %d", seed).isEqualTo(expected.effects());
    }

    private void checkChain(List<EventRow> history) {
      long prev = Seq.NONE;
      for (EventRow row : history) {
        assertThat(row.prev()).as("seed %d, seq %d", seed, row.seq()).isEqualTo(prev);
        prev = row.seq();
      }
    }

    private static List<String> rows(InMemoryRoomTables tables, String room) {
      List<String> rows = new ArrayList<>();
      tables
          .history(room)
          .forEach(row -> rows.add(row.prev() + " " + row.type() + " " + row.end()));
      return rows;
    }

    private static PartitionWriter writer(RoomTables tables, long storeFrom) {
      return new PartitionWriter(
          ONLY,
          Math.max(0, storeFrom - Window.WARM_UP),
          storeFrom,
          2,
          tables,
          (log, reason) -> CompletableFuture.completedFuture(null),
          LIMIT);
    }
  }
}
