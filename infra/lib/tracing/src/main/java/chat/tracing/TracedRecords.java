package chat.tracing;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Passes traces on in the headers of records. Without tracing Kafka's clients get no interceptors.
 */
public final class TracedRecords {

  private static final String TRACING = "chat.tracing";

  private TracedRecords() {}

  /** The properties of a producer that writes the header. */
  public static Map<String, Object> writer(Tracing tracing) {
    return tracing.isOn()
        ? Map.of(
            ProducerConfig.INTERCEPTOR_CLASSES_CONFIG, Writer.class.getName(), TRACING, tracing)
        : Map.of();
  }

  /** The properties of a consumer that continues the traces of its records. */
  public static Map<String, Object> reader(Tracing tracing) {
    return tracing.isOn()
        ? Map.of(
            ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG, Reader.class.getName(), TRACING, tracing)
        : Map.of();
  }

  private static Tracing tracing(Map<String, ?> configuration) {
    return configuration.get(TRACING) instanceof Tracing given ? given : Tracing.OFF;
  }

  /** Created by Kafka's producer. */
  public static final class Writer implements ProducerInterceptor<Object, Object> {

    private Tracing tracing = Tracing.OFF;

    @Override
    public void configure(Map<String, ?> configuration) {
      tracing = tracing(configuration);
    }

    @Override
    public ProducerRecord<Object, Object> onSend(ProducerRecord<Object, Object> record) {
      byte[] traceparent = tracing.traceparent();
      if (traceparent != null) {
        record.headers().add(Tracing.TRACEPARENT, traceparent);
      }
      return record;
    }

    @Override
    public void onAcknowledgement(@Nullable RecordMetadata metadata, @Nullable Exception error) {}

    @Override
    public void close() {}
  }

  /**
   * Created by Kafka's consumer. Skips records written before its creation: these only fill windows
   * and tails.
   */
  public static final class Reader implements ConsumerInterceptor<byte[], byte[]> {

    private final long since = InstantSource.system().millis();
    private Tracing tracing = Tracing.OFF;

    @Override
    public void configure(Map<String, ?> configuration) {
      tracing = tracing(configuration);
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
      for (ConsumerRecord<byte[], byte[]> record : records) {
        Header header = record.headers().lastHeader(Tracing.TRACEPARENT);
        if (header != null && record.timestamp() >= since) {
          Instant written = Instant.ofEpochMilli(record.timestamp());
          tracing.received("receive " + record.topic(), header.value(), written);
        }
      }
      return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}
  }
}
