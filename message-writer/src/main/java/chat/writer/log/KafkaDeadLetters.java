package chat.writer.log;

import chat.contract.log.RecordHeaders;
import chat.contract.log.Topic;
import chat.writer.erased.Erased;
import chat.writer.room.DeadLetters;
import chat.writer.room.LogRecord;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaOperations;

/**
 * Writes unreadable records to the topic {@link Topic#DEAD_LETTERS}, unchanged, with their position
 * and the reason in headers. A value that names an erased account is left out.
 */
final class KafkaDeadLetters implements DeadLetters {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaDeadLetters.class);

  private static final String NO_VALUE = " (the value named an erased account)";

  private final KafkaOperations<byte[], byte[]> kafka;
  private final Erased erased;
  private final TopicPartition origin;

  KafkaDeadLetters(KafkaOperations<byte[], byte[]> kafka, Erased erased, TopicPartition origin) {
    this.kafka = kafka;
    this.erased = erased;
    this.origin = origin;
  }

  @Override
  public CompletionStage<Void> keep(LogRecord log, String reason) {
    return erased.refresh().thenCompose(known -> send(log, reason));
  }

  private CompletionStage<Void> send(LogRecord log, String reason) {
    byte[] value = log.value();
    boolean isErased = value != null && erased.users().areNamedIn(value);
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>(Topic.DEAD_LETTERS, log.key(), isErased ? null : value);
    for (LogRecord.Header header : log.headers()) {
      letter.headers().add(header.name(), header.value());
    }
    add(letter, RecordHeaders.ORIGIN_TOPIC, origin.topic());
    add(letter, RecordHeaders.ORIGIN_PARTITION, Integer.toString(origin.partition()));
    add(letter, RecordHeaders.ORIGIN_OFFSET, Long.toString(log.offset()));
    add(letter, RecordHeaders.ERROR, isErased ? reason + NO_VALUE : reason);
    return kafka
        .send(letter)
        .thenAccept(
            sent -> LOG.warn("dead letter: {} offset={} ({})", origin, log.offset(), reason));
  }

  private static void add(ProducerRecord<?, ?> letter, String name, String value) {
    letter.headers().add(name, RecordHeaders.bytes(value));
  }
}
