package chat.writer.log;

import chat.contract.log.RecordHeaders;
import chat.contract.log.Topic;
import chat.writer.erased.Erased;
import chat.writer.room.DeadLetters;
import chat.writer.room.LogRecord;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaOperations;

/**
 * Writes unreadable and undeliverable records to the topic {@link Topic#DEAD_LETTERS}, with their
 * position and the reason in headers. Their values are unchanged, but what would spread an erased
 * account again is left out: of an event its name and texts, else the whole value.
 */
public final class KafkaDeadLetters implements DeadLetters {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaDeadLetters.class);

  /** Headers that say where a letter is from, and so are never those of the record. */
  private static final Set<String> OURS =
      Set.of(
          RecordHeaders.ORIGIN_TOPIC,
          RecordHeaders.ORIGIN_PARTITION,
          RecordHeaders.ORIGIN_OFFSET,
          RecordHeaders.WEBHOOK,
          RecordHeaders.ERROR);

  private static final String NO_VALUE = " (the value named an erased account)";

  private final KafkaOperations<byte[], byte[]> kafka;
  private final Erased erased;
  private final TopicPartition origin;

  /** Of the records of a partition. */
  public KafkaDeadLetters(
      KafkaOperations<byte[], byte[]> kafka, Erased erased, TopicPartition origin) {
    this.kafka = kafka;
    this.erased = erased;
    this.origin = origin;
  }

  /** Keeps the record of an event, which is readable, and which a webhook did not take. */
  public CompletionStage<Void> keepEvent(
      ConsumerRecord<byte[], byte[]> log, String webhook, String reason) {
    return erased
        .refresh()
        .thenCompose(
            known -> {
              ProducerRecord<byte[], byte[]> letter =
                  letter(LogRecords.of(log), erased.users().without(log.value()));
              add(letter, RecordHeaders.WEBHOOK, webhook);
              return send(letter, log.offset(), "webhook " + webhook + ": " + reason);
            });
  }

  @Override
  public CompletionStage<Void> keep(LogRecord log, String reason) {
    return erased
        .refresh()
        .thenCompose(
            known -> {
              byte[] value = log.value();
              boolean isErased = value != null && erased.users().areNamedIn(value);
              return isErased
                  ? send(letter(log, null), log.offset(), reason + NO_VALUE)
                  : send(letter(log, value), log.offset(), reason);
            });
  }

  private ProducerRecord<byte[], byte[]> letter(LogRecord log, byte @Nullable [] value) {
    ProducerRecord<byte[], byte[]> letter =
        new ProducerRecord<>(Topic.DEAD_LETTERS, log.key(), value);
    for (LogRecord.Header header : log.headers()) {
      if (!OURS.contains(header.name())) {
        letter.headers().add(header.name(), header.value());
      }
    }
    add(letter, RecordHeaders.ORIGIN_TOPIC, origin.topic());
    add(letter, RecordHeaders.ORIGIN_PARTITION, Integer.toString(origin.partition()));
    add(letter, RecordHeaders.ORIGIN_OFFSET, Long.toString(log.offset()));
    return letter;
  }

  private CompletionStage<Void> send(
      ProducerRecord<byte[], byte[]> letter, long offset, String reason) {
    add(letter, RecordHeaders.ERROR, reason);
    return kafka
        .send(letter)
        .thenAccept(sent -> LOG.warn("dead letter: {} offset={} ({})", origin, offset, reason));
  }

  private static void add(ProducerRecord<?, ?> letter, String name, String value) {
    letter.headers().add(name, RecordHeaders.bytes(value));
  }
}
