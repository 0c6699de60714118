package chat.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.event.Message;
import chat.contract.log.Identity;
import chat.contract.log.RecordHeaders;
import chat.contract.log.RoomPartition;
import chat.contract.log.Seq;
import chat.contract.log.Topic;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The feed on a real log. */
class RoomFeedTest {

  private static final RealLog LOG = RealLog.shared();

  private final String room = RealLog.newRoom();

  @Test
  void a_feed_that_starts_has_earlier_events_without_duplicates() throws Throwable {
    int epoch = LOG.epoch().epoch();
    long first = Seq.of(epoch, LOG.append(room, "m-1"));
    LOG.append(room, "m-1");
    long second = Seq.of(epoch, LOG.append(room, "m-2"));
    try (RunningFeed running = new RunningFeed(LOG)) {
      assertThat(seqs(running)).containsExactly(first, second);
      assertThat(running.eventsOf(room).get(1).prev()).isEqualTo(first);
      assertThat(running.feed.logOf(room).find(RealLog.identity(room, "m-1"))).isEqualTo(first);
    }
  }

  @Test
  void the_seq_of_a_message_is_that_of_the_first_gateways_append() throws Throwable {
    try (RunningFeed running = new RunningFeed(LOG)) {
      long theirs = Seq.of(LOG.epoch().epoch(), LOG.append(room, "m"));
      Appended ours =
          running
              .roomLog
              .append(
                  RealLog.message(room, "m", 2),
                  RealLog.identity(room, "m"),
                  RunningFeed.IN_ANY_CASE)
              .join();

      assertThat(ours).isEqualTo(Appended.asDuplicate(theirs));
      assertThat(seqs(running)).containsExactly(theirs);
    }
  }

  @Test
  void a_gateway_that_writes_binary_headers_works_beside_those_that_write_text() throws Throwable {
    try (RunningFeed running = new RunningFeed(LOG)) {
      RoomLog binary =
          new RoomLog(
              new BatchedSends(LOG.producer),
              running.feed,
              running.appends,
              RunningFeed.settings(true),
              Deadlines.SYSTEM);
      Identity identity = RealLog.identity(room, "m-1");
      Message message = RealLog.message(room, "m-1", 1);
      long first = binary.append(message, identity, RunningFeed.IN_ANY_CASE).join().seq();
      LOG.append(room, "m-1");
      long second = running.append(RealLog.message(room, "m-2", 1)).seq();

      assertThat(identityHeader(first)).isEqualTo(identity.toBinary());
      assertThat(identityHeader(second)).hasSize(Identity.BYTES);
      assertThat(seqs(running)).containsExactly(first, second);
    }
  }

  /** The consumer's old position exists in the new topic, so it would continue there. */
  @Test
  void a_topic_recreated_under_a_running_feed_is_a_new_epoch() throws Throwable {
    try (RunningFeed running = new RunningFeed(LOG)) {
      LOG.recreate();
      // Now all positions are 0, and those of a new topic can't be smaller.
      RealLog.eventually(() -> assertThat(running.resets).hasValue(1));
      RealLog.eventually(() -> assertThat(running.feed.isReady()).isTrue());
      LOG.recreate();
      List<Long> seqs =
          IntStream.range(0, 50)
              .mapToObj(i -> running.append(RealLog.message(room, "new-" + i, 1)).seq())
              .toList();

      assertThat(seqs).isSorted().doesNotHaveDuplicates();
      assertThat(seqs).allMatch(seq -> Seq.epoch(seq) == LOG.epoch().epoch());
      assertThat(seqs(running)).isEqualTo(seqs);
      assertThat(running.resets).hasValue(2);
    }
  }

  private byte[] identityHeader(long seq) {
    int number = RoomPartition.of(room, LOG.epoch().partitions());
    TopicPartition partition = new TopicPartition(Topic.MESSAGES, number);
    try (Consumer<byte[], byte[]> consumer = LOG.consumers.open(() -> {})) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, Seq.offset(seq));
      ConsumerRecord<byte[], byte[]> record =
          consumer.poll(Duration.ofSeconds(30)).records(partition).get(0);
      return record.headers().lastHeader(RecordHeaders.IDENTITY).value();
    }
  }

  private List<Long> seqs(RunningFeed running) {
    return running.eventsOf(room).stream().map(LoggedEvent::seq).toList();
  }
}
