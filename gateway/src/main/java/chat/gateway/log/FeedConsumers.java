package chat.gateway.log;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.ClusterResource;
import org.apache.kafka.common.ClusterResourceListener;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Makes consumers without a group, which fail instead of skipping deleted records. */
public final class FeedConsumers {

  private final Map<String, Object> properties;

  public FeedConsumers(Map<String, Object> properties) {
    this.properties = new HashMap<>(properties);
    this.properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    this.properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    this.properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
  }

  /** The same, with an interceptor of the records that they read. */
  FeedConsumers with(Map<String, Object> interceptor) {
    Map<String, Object> more = new HashMap<>(properties);
    more.putAll(interceptor);
    return new FeedConsumers(more);
  }

  public Consumer<byte[], byte[]> open() {
    return open(() -> {});
  }

  /**
   * A consumer that reads another topic of the same name only after it has reported new metadata.
   *
   * @param learned runs when the consumer has new metadata, before it uses them
   */
  public Consumer<byte[], byte[]> open(Runnable learned) {
    return new KafkaConsumer<>(properties, new Learning(learned), new ByteArrayDeserializer());
  }

  /** Kafka's client also reports new metadata to deserializers. */
  private static final class Learning extends ByteArrayDeserializer
      implements ClusterResourceListener {

    private final Runnable learned;

    Learning(Runnable learned) {
      this.learned = learned;
    }

    @Override
    public void onUpdate(ClusterResource cluster) {
      learned.run();
    }
  }
}
