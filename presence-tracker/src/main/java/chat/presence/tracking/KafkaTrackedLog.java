package chat.presence.tracking;

import chat.contract.log.RecordHeaders;
import chat.contract.log.Topic;
import chat.contract.presence.Presence;
import chat.contract.presence.PresenceCodec;
import chat.tracing.Stretch;
import chat.tracing.Tracing;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A tracker's access to the log, by the consumer that reads for it. Confined to the consumer's
 * thread.
 */
final class KafkaTrackedLog implements TrackedLog {

  /** The longest wait for offsets; after it the tracker starts again. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Consumer<byte[], byte[]> consumer;
  private final Producer<String, byte[]> producer;
  private final TrackerState state;
  private final Tracing tracing;
  private final Map<String, byte[]> causes = new HashMap<>();

  KafkaTrackedLog(
      Consumer<byte[], byte[]> consumer,
      Producer<String, byte[]> producer,
      TrackerState state,
      Tracing tracing) {
    this.consumer = consumer;
    this.producer = producer;
    this.state = state;
    this.tracing = tracing;
  }

  /** The next presence published for a user follows from a record with this header. */
  void follows(String user, byte[] traceparent) {
    causes.put(user, traceparent);
  }

  /** Later publications follow from no record. */
  void followsNothing() {
    causes.clear();
  }

  /** Whether a partition of both topics has a leader, as far as the consumer knows. */
  boolean isLed(int partition) {
    return isLed(Topic.SESSIONS, partition) && isLed(Topic.PRESENCE, partition);
  }

  private boolean isLed(String topic, int number) {
    return consumer.partitionsFor(topic).stream()
        .anyMatch(partition -> partition.partition() == number && hasLeader(partition));
  }

  private static boolean hasLeader(PartitionInfo partition) {
    return partition.leader() != null && !partition.leader().isEmpty();
  }

  @Override
  public void readSessionsFrom(int partition, long offset) {
    consumer.seek(new TopicPartition(Topic.SESSIONS, partition), offset);
  }

  @Override
  public void readPresenceFrom(int partition, long offset) {
    consumer.seek(new TopicPartition(Topic.PRESENCE, partition), offset);
  }

  @Override
  public void pauseSessions(int partition, boolean paused) {
    Collection<TopicPartition> sessions = List.of(new TopicPartition(Topic.SESSIONS, partition));
    if (paused) {
      consumer.pause(sessions);
    } else {
      consumer.resume(sessions);
    }
  }

  @Override
  public Offsets presence(int partition) {
    return offsets(Topic.PRESENCE, partition);
  }

  @Override
  public Offsets sessions(int partition) {
    return offsets(Topic.SESSIONS, partition);
  }

  @Override
  public void publish(Presence presence) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(Topic.PRESENCE, presence.user().id(), PresenceCodec.encode(presence));
    RecordHeaders.write(record.headers()::add, UUID.randomUUID().toString(), Presence.TYPE);
    Stretch send = tracing.write("send " + Topic.PRESENCE, causes.get(presence.user().id()));
    // A failed record is not read back and so is published again.
    var unused = send.within(() -> producer.send(record, (metadata, error) -> sent(send, error)));
  }

  private void sent(Stretch send, @Nullable Exception error) {
    if (error == null) {
      state.published();
    } else {
      send.fail(error.toString());
      state.unpublished(error);
    }
    send.end();
  }

  private Offsets offsets(String topic, int number) {
    TopicPartition partition = new TopicPartition(topic, number);
    Map<TopicPartition, Long> first = consumer.beginningOffsets(List.of(partition), PATIENCE);
    Map<TopicPartition, Long> end = consumer.endOffsets(List.of(partition), PATIENCE);
    return new Offsets(
        Objects.requireNonNull(first.get(partition)), Objects.requireNonNull(end.get(partition)));
  }
}
