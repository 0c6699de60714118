package chat.gateway.log;

import static chat.gateway.log.TwoBrokers.ITS_PARTITIONS;
import static chat.gateway.log.TwoBrokers.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.contract.log.RoomPartition;
import chat.contract.log.Seq;
import chat.contract.log.Topic;
import chat.edge.problem.Refusal;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A partition without a leader affects its own rooms only. */
class LeaderlessPartitionTest {

  private static final TwoBrokers BROKERS = TwoBrokers.shared();

  private final RealLog log = RealLog.at(BROKERS.bootstrap(), TwoBrokers.PARTITIONS);

  @BeforeEach
  void start() throws Throwable {
    BROKERS.make(Topic.MESSAGES);
  }

  @Test
  void other_rooms_catch_up_and_the_partitions_behind_are_named() throws Throwable {
    String led = roomAt(1);
    String lost = roomAt(STOPPED);
    try (RunningFeed running = new RunningFeed(log)) {
      ClusterPositions positions = new ClusterPositions(log.admin, running.feed);
      BROKERS.stop(STOPPED);
      BROKERS.awaitLeaderless(Topic.MESSAGES, ITS_PARTITIONS.size());

      for (int i = 0; i < 5; i++) {
        long offset = log.append(led, "m-" + i);
        assertThat(positions.caughtUp(running.feed.logOf(led)).get(30, TimeUnit.SECONDS))
            .isGreaterThan(offset);
      }
      assertThat(positions.behind(Duration.ofSeconds(30)).get(60, TimeUnit.SECONDS))
          .isEqualTo(ITS_PARTITIONS);
      assertThatThrownBy(
              () -> positions.caughtUp(running.feed.logOf(lost)).get(60, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class);
    }
  }

  @Test
  void a_feed_starts_without_it_and_follows_it_later() throws Throwable {
    String led = roomAt(1);
    String lost = roomAt(STOPPED);
    long before = Seq.of(log.epoch().epoch(), log.append(lost, "before"));
    BROKERS.stop(STOPPED);
    BROKERS.awaitLeaderless(Topic.MESSAGES, ITS_PARTITIONS.size());

    try (RunningFeed running = new RunningFeed(log)) {
      assertThat(running.feed.missing()).containsExactlyInAnyOrderElementsOf(ITS_PARTITIONS);
      assertThat(running.append(RealLog.message(led, "m", 1)).seq()).isPositive();
      assertThat(running.eventsOf(led)).hasSize(1);
      assertThatThrownBy(() -> running.feed.logOf(lost)).isInstanceOf(Refusal.class);
      assertThat(running.feed.isLeaderless(lost)).isTrue();

      BROKERS.make(Topic.MESSAGES);
      RealLog.eventually(() -> assertThat(running.feed.missing()).isEmpty());
      long after = running.append(RealLog.message(lost, "after", 1)).seq();

      assertThat(running.eventsOf(lost))
          .extracting(LoggedEvent::seq)
          .containsExactly(before, after);
      assertThat(running.eventsOf(led)).hasSize(1);
      assertThat(running.resets).hasValue(0);
    }
  }

  private static String roomAt(int broker) {
    String room = RealLog.newRoom();
    while (TwoBrokers.brokerOf(RoomPartition.of(room, TwoBrokers.PARTITIONS)) != broker) {
      room = RealLog.newRoom();
    }
    return room;
  }
}
