package chat.writer.log;

import chat.writer.room.LogRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Converts records of Kafka's client for packages that don't depend on Kafka. */
final class LogRecords {

  private LogRecords() {}

  static LogRecord of(ConsumerRecord<byte[], byte[]> polled) {
    List<LogRecord.Header> headers = new ArrayList<>(4);
    for (Header header : polled.headers()) {
      headers.add(new LogRecord.Header(header.key(), header.value()));
    }
    return new LogRecord(
        polled.offset(), polled.timestamp(), polled.key(), polled.value(), headers);
  }
}
