import static java.util.Objects.requireNonNull;

import chat.contract.log.PartitionEvents;
import chat.contract.log.RoomRecord;
import chat.contract.log.Seq;
import chat.contract.log.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Prints every event of every room, each once, in the order in which all clients see them. After a
 * restart it continues where it stopped. Any number of these may run with the same group.
 *
 * <p>Arguments: the brokers, the group, and the epoch of the topic from the table {@code
 * log_epochs}. The default epoch is 1, which is right unless the topic was deleted and made again.
 */
public final class RoomEvents implements ConsumerRebalanceListener {

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final int epoch;
  private final int partitions;
  private final Map<TopicPartition, PartitionEvents> readings = new HashMap<>();
  private volatile boolean stopping;

  private RoomEvents(KafkaConsumer<byte[], byte[]> consumer, int epoch) {
    this.consumer = consumer;
    this.epoch = epoch;
    this.partitions = consumer.partitionsFor(Topic.MESSAGES).size();
  }

  public static void main(String[] arguments) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            arguments[0],
            "group.id",
            arguments[1],
            "enable.auto.commit",
            false,
            "auto.offset.reset",
            "earliest",
            "key.deserializer",
            ByteArrayDeserializer.class,
            "value.deserializer",
            ByteArrayDeserializer.class);
    int epoch = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1;
    CompletableFuture<Void> ended = new CompletableFuture<>();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
      RoomEvents events = new RoomEvents(consumer, epoch);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> events.stop(ended)));
      events.run();
    } finally {
      ended.complete(null);
    }
  }

  /**
   * Commits the handled records and leaves the group when it is told to stop, so that others take
   * over at once.
   */
  private void stop(CompletableFuture<Void> ended) {
    stopping = true;
    ended.join();
  }

  private void run() {
    consumer.subscribe(List.of(Topic.MESSAGES), this);
    while (!stopping) {
      Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        PartitionEvents events = requireNonNull(readings.get(partition));
        events
            .accept(record.offset(), record.key(), record.value(), name -> header(record, name))
            .ifPresent(event -> handle(Seq.of(epoch, record.offset()), event));
        // Never less than the last committed offset, although reading began before it.
        done.put(partition, new OffsetAndMetadata(Math.max(record.offset() + 1, events.from())));
      }
      consumer.commitSync(done);
    }
  }

  /** Seeks back far enough to give the first record the verdict that all readers give. */
  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(assigned);
    for (TopicPartition partition : assigned) {
      PartitionEvents events =
          new PartitionEvents(partition.partition(), partitions, consumer.position(partition));
      consumer.seek(partition, events.readFrom(beginnings.get(partition)));
      readings.put(partition, events);
    }
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
    readings.keySet().removeAll(revoked);
  }

  /**
   * Your code goes here. After a crash before the commit it gets the same event again, which must
   * do no harm.
   */
  private static void handle(long seq, RoomRecord event) {
    System.out.println(
        seq + " " + event.room() + " " + new String(event.value(), StandardCharsets.UTF_8));
  }

  private static byte[] header(ConsumerRecord<?, ?> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? null : header.value();
  }
}
