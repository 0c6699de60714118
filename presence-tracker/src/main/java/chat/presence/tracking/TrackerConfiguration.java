package chat.presence.tracking;

import chat.contract.log.ConsumerGroups;
import chat.contract.presence.PresenceKeys;
import chat.tracing.TracedRecords;
import chat.tracing.Tracing;
import io.lettuce.core.ClientOptions;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Creates the tracker and its store. */
@Configuration(proxyBeanMethods = false)
class TrackerConfiguration {

  @Bean
  TrackerState trackerState(MeterRegistry meters) {
    return new TrackerState(meters);
  }

  @Bean
  HealthIndicator trackerHealthIndicator(TrackerState state) {
    return new TrackerHealth(state);
  }

  @Bean
  PresenceStore presenceStore(
      StringRedisTemplate redis, LettuceConnectionFactory connections, TrackerSettings settings) {
    return new RedisPresenceStore(
        redis,
        PresenceKeys.in(connections.isClusterAware()),
        settings.linger(),
        settings.resend(),
        settings.settle(),
        settings.tickUsers());
  }

  /** Commands fail while Redis is away instead of being queued; the tracker repeats its steps. */
  @Bean
  LettuceClientOptionsBuilderCustomizer noQueueing() {
    return options ->
        options.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS);
  }

  @Bean(destroyMethod = "close")
  Producer<String, byte[]> presenceProducer(KafkaProperties kafka, Tracing tracing) {
    Map<String, Object> properties = kafka.buildProducerProperties();
    properties.putAll(TracedRecords.writer(tracing));
    return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
  }

  @Bean
  TrackerLoop trackerLoop(
      KafkaProperties kafka,
      Producer<String, byte[]> presenceProducer,
      PresenceStore store,
      TrackerSettings settings,
      TrackerState state,
      Tracing tracing) {
    return new TrackerLoop(
        () -> consumer(kafka, tracing), presenceProducer, store, settings, state, tracing);
  }

  private static Consumer<byte[], byte[]> consumer(KafkaProperties kafka, Tracing tracing) {
    Map<String, Object> properties = kafka.buildConsumerProperties();
    properties.putAll(TracedRecords.reader(tracing));
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, ConsumerGroups.TRACKER);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    // Assigns a member the same partitions of both topics.
    properties.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, RangeAssignor.class.getName());
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
