package chat.presence.log;

import chat.contract.Presence;
import chat.contract.PresenceCodec;
import chat.contract.RecordHeaders;
import chat.contract.Topic;
import chat.presence.tracking.Offsets;
import chat.presence.tracking.TrackedLog;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * What a tracker does with the log, by the consumer that reads for it. On the consumer's thread.
 */
final class KafkaTrackedLog implements TrackedLog {

  private final Consumer<byte[], byte[]> consumer;
  private final Producer<String, byte[]> producer;
  private final TrackerState state;

  KafkaTrackedLog(
      Consumer<byte[], byte[]> consumer, Producer<String, byte[]> producer, TrackerState state) {
    this.consumer = consumer;
    this.producer = producer;
    this.state = state;
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
    header(record, RecordHeaders.ID, UUID.randomUUID().toString());
    header(record, RecordHeaders.TYPE, Presence.TYPE);
    // What doesn't arrive is not read back, and so published again.
    var unused =
        producer.send(
            record,
            (place, error) -> {
              if (error == null) {
                state.published();
              } else {
                state.unpublished(error);
              }
            });
  }

  private static void header(ProducerRecord<String, byte[]> record, String name, String value) {
    record.headers().add(new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8)));
  }

  private Offsets offsets(String topic, int number) {
    TopicPartition partition = new TopicPartition(topic, number);
    Map<TopicPartition, Long> first = consumer.beginningOffsets(List.of(partition));
    Map<TopicPartition, Long> end = consumer.endOffsets(List.of(partition));
    return new Offsets(
        Objects.requireNonNull(first.get(partition)), Objects.requireNonNull(end.get(partition)));
  }
}
