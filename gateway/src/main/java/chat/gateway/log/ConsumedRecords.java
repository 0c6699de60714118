package chat.gateway.log;

import chat.contract.log.RoomRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Converts the records of Kafka's client to those of the contract. */
final class ConsumedRecords {

  private ConsumedRecords() {}

  static RoomRecord read(ConsumerRecord<byte[], byte[]> record, int partitions) {
    return RoomRecord.read(
        record.key(), record.value(), name -> header(record, name), record.partition(), partitions);
  }

  static byte @Nullable [] header(ConsumerRecord<?, ?> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? null : header.value();
  }
}
