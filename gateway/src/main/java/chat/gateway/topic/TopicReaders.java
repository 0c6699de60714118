package chat.gateway.topic;

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

  TopicReaders(KafkaProperties kafka) {
    this.kafka = kafka;
  }

  /** A reader, to be started by its owner. */
  public TopicReader reader(String topic, TopicReader.From from, TopicTaker taker) {
    return new TopicReader(topic, from, taker, () -> consumer(from));
  }

  /** What is gone from the log is passed over: the takers' state heals with what comes. */
  private Consumer<byte[], byte[]> consumer(TopicReader.From from) {
    Map<String, Object> properties = kafka.buildConsumerProperties();
    properties.put(
        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
        from == TopicReader.From.START ? "earliest" : "latest");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
