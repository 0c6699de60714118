package chat.gateway.kafka;

import chat.tracing.TracedRecords;
import chat.tracing.Tracing;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.stereotype.Component;

/** Makes readers of topics. */
@Component
public final class TopicReaders {

  private final KafkaProperties kafka;
  private final Tracing tracing;

  TopicReaders(KafkaProperties kafka, Tracing tracing) {
    this.kafka = kafka;
    this.tracing = tracing;
  }

  /** A reader that is not started. */
  public TopicReader reader(String topic, StartPosition from, RecordHandler handler) {
    return new TopicReader(topic, from, handler, () -> consumer(from));
  }

  private Consumer<byte[], byte[]> consumer(StartPosition from) {
    Map<String, Object> properties = kafka.buildConsumerProperties();
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, from.offsetReset());
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    properties.putAll(TracedRecords.reader(tracing));
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
