package chat.infra.system;

import chat.contract.log.RoomPartition;
import chat.contract.log.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The resolved stream of a room, as a plain consumer reads it. */
final class StreamOfRoom {

  private static final int PARTITIONS = 24;

  private StreamOfRoom() {}

  /** The values of the room's records. */
  static List<String> values(String brokers, String room) {
    return records(brokers, room).stream().map(ConsumerRecord::value).toList();
  }

  /** Removes the room's first records, as the retention does. */
  static void forget(String brokers, String room, int count) throws Exception {
    long before = records(brokers, room).get(count).offset();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
      admin
          .deleteRecords(Map.of(partition(room), RecordsToDelete.beforeOffset(before)))
          .all()
          .get();
    }
  }

  private static List<ConsumerRecord<String, String>> records(String brokers, String room) {
    TopicPartition partition = partition(room);
    List<ConsumerRecord<String, String>> records = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", brokers, "isolation.level", "read_committed"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
          if (record.key().equals(room)) {
            records.add(record);
          }
        }
      }
    }
    return records;
  }

  private static TopicPartition partition(String room) {
    return new TopicPartition(Topic.EVENTS, RoomPartition.of(room, PARTITIONS));
  }
}
