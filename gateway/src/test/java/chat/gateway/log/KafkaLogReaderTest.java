package chat.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.contract.log.RoomPartition;
import chat.contract.log.Topic;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.epochs.LogEpoch;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Ranges of a real log. */
class KafkaLogReaderTest {

  private static final RealLog LOG = RealLog.shared();
  private static final KafkaLogReader READER =
      new KafkaLogReader(LOG.consumers::open, LOG.epochs, RunningFeed.SETTINGS);

  private final String room = RealLog.newRoom();
  private final LogEpoch epoch = LOG.epoch();

  @AfterAll
  static void close() {
    READER.close();
  }

  @Test
  void a_range_has_each_event_of_the_room_once_in_log_order() throws Exception {
    long first = LOG.append(room, "m-1");
    long second = LOG.append(room, "m-2");
    LOG.append(room, "m-1");
    long last = LOG.append(room, "m-3");

    List<LoggedEvent> events = read(epoch, first, last + 1);

    assertThat(events.stream().map(LoggedEvent::seq).toList())
        .containsExactly(epoch.seq(first), epoch.seq(second), epoch.seq(last));
    assertThat(events.stream().map(LoggedEvent::prev).toList())
        .containsExactly(LogReader.UNKNOWN, epoch.seq(first), epoch.seq(second));
    assertThat(read(epoch, second, last)).containsExactly(events.get(1));
  }

  @Test
  void a_duplicate_of_a_record_before_the_range_is_dropped() throws Exception {
    long first = LOG.append(room, "m-1");
    long again = LOG.append(room, "m-1");
    long second = LOG.append(room, "m-2");

    assertThat(read(epoch, first + 1, second + 1).stream().map(LoggedEvent::seq).toList())
        .containsExactly(epoch.seq(second))
        .doesNotContain(epoch.seq(again));
  }

  @Test
  void a_range_that_is_too_long_is_unavailable() throws Exception {
    long first = LOG.append(room, "m-1");
    assertUnavailable(epoch, first, first + RunningFeed.SETTINGS.gapRecords() + 1);
  }

  @Test
  void a_partly_deleted_range_is_unavailable() throws Exception {
    long first = LOG.append(room, "m-1");
    long second = LOG.append(room, "m-2");
    TopicPartition partition =
        new TopicPartition(Topic.MESSAGES, RoomPartition.of(room, epoch.partitions()));
    LOG.admin
        .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(second)))
        .all()
        .get(30, TimeUnit.SECONDS);

    assertUnavailable(epoch, first, second + 1);
    assertThat(read(epoch, second, second + 1)).hasSize(1);
  }

  @Test
  void a_range_of_an_earlier_epoch_is_unavailable() throws Exception {
    long first = LOG.append(room, "m-1");
    assertUnavailable(new LogEpoch("gone", 1, epoch.partitions()), first, first + 1);
  }

  private void assertUnavailable(LogEpoch life, long from, long to) {
    assertThatThrownBy(() -> read(life, from, to))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ProblemCode.UNAVAILABLE));
  }

  private List<LoggedEvent> read(LogEpoch life, long from, long to) {
    int partition = RoomPartition.of(room, life.partitions());
    PartitionLog log = new PartitionLog(life, partition, 0, 0, 1, 1, Runnable::run);
    return READER.read(log, room, from, to).join();
  }
}
