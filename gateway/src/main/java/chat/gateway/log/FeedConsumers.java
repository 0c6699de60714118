package chat.gateway.log;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.ClusterResource;
import org.apache.kafka.common.ClusterResourceListener;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Makes consumers of partitions of their own: no group, and no silent jump over what is gone. */
public final class FeedConsumers {

  private final Map<String, Object> properties;

  public FeedConsumers(Map<String, Object> properties) {
    this.properties = new HashMap<>(properties);
    this.properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    this.properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    this.properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
  }

  /** The same, with an observer of the records that they read. */
  FeedConsumers shownTo(Map<String, Object> interceptor) {
    Map<String, Object> more = new HashMap<>(properties);
    more.putAll(interceptor);
    return new FeedConsumers(more);
  }

  public Consumer<byte[], byte[]> open() {
    return open(() -> {});
  }

  /**
   * A consumer that may meet another topic under the same name, but only after it said so.
   *
   * @param learned run whenever the consumer has learned where the topic is, before it reads there
   */
  public Consumer<byte[], byte[]> open(Runnable learned) {
    return new KafkaConsumer<>(properties, new Learning(learned), new ByteArrayDeserializer());
  }

  /** Kafka's client tells deserializers, too, that it has new metadata. */
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
