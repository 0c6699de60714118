package chat.writer.log;

import chat.contract.log.RecordHeaders;
import chat.contract.log.Topic;
import chat.writer.room.DeadLetters;
import chat.writer.room.LogRecord;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaOperations;

/**
 * Writes unreadable and undeliverable records to the topic {@link Topic#DEAD_LETTERS}, unchanged,
 * with their position and the reason in headers.
 */
public final class KafkaDeadLetters implements DeadLetters {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaDeadLetters.class);

  private final KafkaOperations<byte[], byte[]> kafka;
  private final TopicPartition origin;

  /** Of the records of a partition. */
  public KafkaDeadLetters(KafkaOperations<byte[], byte[]> kafka, TopicPartition origin) {
    this.kafka = kafka;
    this.origin = origin;
  }

  /** Keeps a record as Kafka's client has it. */
  public CompletionStage<Void> keep(ConsumerRecord<byte[], byte[]> log, String reason) {
    return keep(LogRecords.of(log), reason);
  }

  @Override
  public CompletionStage<Void> keep(LogRecord log, String reason) {
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>(Topic.DEAD_LETTERS, log.key(), log.value());
    for (LogRecord.Header header : log.headers()) {
      letter.headers().add(header.name(), header.value());
    }
    add(letter, RecordHeaders.ORIGIN_TOPIC, origin.topic());
    add(letter, RecordHeaders.ORIGIN_PARTITION, Integer.toString(origin.partition()));
    add(letter, RecordHeaders.ORIGIN_OFFSET, Long.toString(log.offset()));
    add(letter, RecordHeaders.ERROR, reason);
    return kafka
        .send(letter)
        .thenAccept(
            sent -> LOG.warn("dead letter: {} offset={} ({})", origin, log.offset(), reason));
  }

  private static void add(ProducerRecord<?, ?> letter, String name, String value) {
    letter.headers().add(name, RecordHeaders.bytes(value));
  }
}
