package chat.gateway.room;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.contract.event.Message;
import chat.contract.event.RoomEvent;
import chat.contract.event.RoomEventCodec;
import chat.contract.log.RoomRecord;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.history.EmptyHistory;
import chat.gateway.history.History;
import chat.gateway.log.ClosedLog;
import chat.gateway.log.EventIds;
import chat.gateway.log.LogPositions;
import chat.gateway.log.MemoryLog;
import chat.gateway.log.PartitionLog;
import chat.gateway.session.TestHub;
import chat.sockets.fanout.Connection;
import chat.sockets.fanout.Frame;
import chat.sockets.fanout.Hub;
import chat.sockets.fanout.Joined;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Joins of a room in tables, by a connection of a hub with threads of its own. */
class JoinsTest {

  private static final Frame ANSWER = Frame.event("dev", "joined", "{}".getBytes(UTF_8));

  private final MemoryLog memoryLog = MemoryLog.startingAt(0);
  private final PartitionLog log = memoryLog.partition();
  private final TableRooms tables = new TableRooms();
  private final RoomSettings settings = new RoomSettings(true, 10, 1_000, 10_000);
  private final RoomMemory memory = new RoomMemory(change -> {}, settings);
  private final History history = EmptyHistory.over(room -> log, new Asked(), this::muchLater);
  private final Rooms rooms =
      new Rooms(
          this::logOf,
          tables,
          history,
          tables,
          memory,
          () -> Instant.EPOCH,
          (future, patience) -> {});
  private final RoomAccess access =
      new RoomAccess(
          rooms,
          new RoomCommands(
              rooms,
              ClosedLog.make(),
              new RoomQuota(
                  tables.memberships(List.of()),
                  history::behind,
                  (requester, lookUp) -> lookUp.get(),
                  1)),
          settings,
          new EventIds(new SecureRandom()),
          () -> Instant.EPOCH);
  private final Joins joins =
      new Joins(history, rooms, access, new JoinMeter(new SimpleMeterRegistry()));
  private final Hub hub = TestHub.started();
  private final Connection connection = TestHub.connection(hub);

  private Instant now = Instant.EPOCH;
  private boolean isLogBroken;
  private Runnable whenAsked = () -> {};
  private Runnable whenCaughtUp = () -> {};

  @BeforeEach
  void fill() {
    tables.alive.add("dev");
  }

  @AfterEach
  void stop() {
    hub.stop();
  }

  @Test
  void a_room_that_is_being_joined_stays_in_memory_until_the_connection_leaves_it() {
    whenAsked = this::touchOthers;
    assertThat(join()).isCompleted();
    touchOthers();

    assertThat(memory.known("dev")).as("while it was joined and after").isNotNull();
    leave();
    await().atMost(Duration.ofMinutes(1)).until(() -> memory.heldBytes() == 0);
    touchOthers();
    assertThat(memory.known("dev")).isNull();
  }

  @Test
  void a_look_up_that_throws_leaves_nothing_held() {
    isLogBroken = true;
    assertThat(codeOf(join())).isEqualTo(ProblemCode.UNAVAILABLE);
    isLogBroken = false;

    assertThat(rooms.find("dev")).isCompleted();
    assertThat(memory.heldBytes()).isZero();
    assertThat(join()).isCompleted();
  }

  @Test
  void a_history_that_throws_leaves_nothing_listened_to() {
    assertThat(rooms.find("dev")).isCompleted();
    whenAsked =
        () -> {
          throw new IllegalStateException("planted");
        };
    assertThat(codeOf(join())).isEqualTo(ProblemCode.UNAVAILABLE);
    assertThat(memory.heldBytes()).isZero();
    whenAsked = () -> {};

    assertThat(join()).isCompleted();
    assertThat(memoryLog.hasSubscription("dev")).isTrue();
    leave();
    await().atMost(Duration.ofMinutes(1)).until(() -> !memoryLog.hasSubscription("dev"));
  }

  @Test
  void a_client_that_has_read_more_waits_until_this_gateway_has_read_as_much() {
    assertThat(rooms.find("dev")).isCompleted();
    long ahead = log.epoch().seq(log.end());
    RoomEvent next =
        new Message("dev", "m1", TableRooms.ANN, "text", 5, null, List.of(), List.of());
    whenCaughtUp =
        () ->
            memoryLog.append(
                new RoomRecord("dev", next.type(), null, null, RoomEventCodec.encode(next), null));
    CompletableFuture<Joined> joined = new CompletableFuture<>();
    CompletionStage<Void> join =
        joins.join(
            connection,
            TableRooms.ANN,
            "dev",
            ahead,
            outcome -> {
              joined.complete(outcome);
              return ANSWER;
            });

    assertThat(join.toCompletableFuture()).isCompleted();
    await().atMost(Duration.ofMinutes(1)).until(joined::isDone);
    assertThat(joined.join().recovered()).isTrue();
    assertThat(joined.join().missed()).isZero();
  }

  private Instant muchLater() {
    now = now.plusSeconds(60);
    return now;
  }

  private CompletableFuture<Void> join() {
    return joins
        .join(connection, TableRooms.ANN, "dev", null, joined -> ANSWER)
        .toCompletableFuture();
  }

  private void leave() {
    connection.leave("dev", ANSWER);
  }

  private static ProblemCode codeOf(CompletableFuture<?> failed) {
    assertThat(failed).isCompletedExceptionally();
    return Refusal.from(failed.handle((value, error) -> error).join()).code();
  }

  private PartitionLog logOf(String room) {
    if (isLogBroken) {
      throw new IllegalStateException("planted");
    }
    return log;
  }

  private void touchOthers() {
    for (int i = 0; i < 500; i++) {
      assertThat(rooms.find("other" + i)).isNotNull();
    }
  }

  /** Runs a task when the history asks how far the tables are. */
  private final class Asked implements LogPositions {

    @Override
    public CompletableFuture<Long> watermark(PartitionLog partition) {
      whenAsked.run();
      return tables.watermark(partition);
    }

    @Override
    public CompletableFuture<Long> caughtUp(PartitionLog partition) {
      whenCaughtUp.run();
      return tables.caughtUp(partition);
    }

    @Override
    public CompletableFuture<Void> allCaughtUp() {
      return tables.allCaughtUp();
    }

    @Override
    public CompletableFuture<Set<Integer>> behind(Duration patience) {
      return tables.behind(patience);
    }
  }
}
