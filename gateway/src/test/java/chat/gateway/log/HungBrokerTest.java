package chat.gateway.log;

import static chat.gateway.log.TwoBrokers.ITS_PARTITIONS;
import static chat.gateway.log.TwoBrokers.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.log.RoomPartition;
import chat.contract.log.Topic;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A broker that stands still, with open connections, affects the rooms of its partitions only. */
class HungBrokerTest {

  private static final TwoBrokers BROKERS = TwoBrokers.shared();

  /** The log counts as down after so long, which no busy machine takes to answer. */
  private static final LogSettings SETTINGS = RunningFeed.settings(Duration.ofSeconds(20), false);

  /** Appends after the others have noticed. */
  private static final int MORE = 500;

  private final RealLog log = RealLog.at(BROKERS.bootstrap(), TwoBrokers.PARTITIONS);

  @BeforeEach
  void start() throws Throwable {
    BROKERS.make(Topic.MESSAGES);
  }

  @AfterEach
  void goOn() throws Throwable {
    BROKERS.resume(STOPPED);
  }

  @Test
  @Timeout(120)
  void the_log_is_not_down_and_other_rooms_go_on() throws Throwable {
    String led = roomAt(1);
    String lost = roomAt(STOPPED);
    try (RunningFeed running = new RunningFeed(log, log.consumers, log.epochs, SETTINGS)) {
      BROKERS.pause(STOPPED);
      int appended = 0;
      int afterwards = 0;
      while (afterwards < MORE) {
        String id = "m-" + appended++;
        running
            .roomLog
            .append(RealLog.message(led, id, 1), RealLog.identity(led, id), RunningFeed.IN_ANY_CASE)
            .get(30, TimeUnit.SECONDS);
        assertThat(running.watch.isDown()).as("after %s", id).isFalse();
        afterwards += running.watch.leaderless() == ITS_PARTITIONS.size() ? 1 : 0;
      }
      assertThat(running.feed.logOf(led).find(RealLog.identity(led, "m-0"))).isPositive();
      BROKERS.resume(STOPPED);
      running.append(RealLog.message(lost, "after", 1));
      assertThat(running.eventsOf(lost)).hasSize(1);
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
