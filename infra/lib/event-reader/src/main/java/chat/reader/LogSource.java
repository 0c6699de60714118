package chat.reader;

import chat.contract.log.PartitionEvents;
import chat.contract.log.Seq;
import chat.contract.log.Topic;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** {@link Topic#MESSAGES}, judged as gateways judge it. */
final class LogSource implements EventSource {

  private final int epoch;
  private final Map<Integer, PartitionEvents> judged = new HashMap<>();

  /**
   * The log in one life of the topic.
   *
   * @param epoch of the topic's id, from the table {@code log_epochs}
   */
  LogSource(int epoch) {
    this.epoch = epoch;
    Objects.checkIndex(epoch, Seq.MAX_EPOCH + 1);
  }

  @Override
  public String topic() {
    return Topic.MESSAGES;
  }

  @Override
  public long open(int partition, int partitions, long from, long begin) {
    PartitionEvents events = new PartitionEvents(partition, partitions, from);
    judged.put(partition, events);
    return events.readFrom(begin);
  }

  @Override
  public Optional<PlacedEvent> accept(ConsumerRecord<byte[], byte[]> record) {
    return Objects.requireNonNull(judged.get(record.partition()))
        .accept(record.offset(), record.key(), record.value(), name -> header(record, name))
        .map(
            event ->
                new PlacedEvent(
                    Objects.requireNonNull(event.room()),
                    event.type(),
                    seq(record),
                    null,
                    loggedAt(record),
                    EventSource.headers(record),
                    event.value(),
                    record.partition(),
                    record.offset()));
  }

  @Override
  public long seq(ConsumerRecord<byte[], byte[]> record) {
    return Seq.of(epoch, record.offset());
  }

  @Override
  public OptionalLong offsetAfter(long seq) {
    if (seq == Seq.NONE) {
      return OptionalLong.of(0);
    }
    // Of another life of the topic, whose records are gone: no offset that this one has.
    return OptionalLong.of(Seq.epoch(seq) == epoch ? Seq.offset(seq) + 1 : Long.MAX_VALUE);
  }

  @Override
  public Instant loggedAt(ConsumerRecord<byte[], byte[]> record) {
    return Instant.ofEpochMilli(record.timestamp());
  }

  private static byte @Nullable [] header(ConsumerRecord<?, ?> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? null : header.value();
  }
}
