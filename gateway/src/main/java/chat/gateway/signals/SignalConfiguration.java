package chat.gateway.signals;

import chat.contract.log.Topic;
import chat.edge.ClockConfiguration;
import chat.gateway.kafka.StartPosition;
import chat.gateway.kafka.TopicReader;
import chat.gateway.kafka.TopicReaders;
import chat.sockets.fanout.Hub;
import chat.sockets.fanout.UserConnections;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class SignalConfiguration {

  /** A signal that the log has not accepted by then is dropped: it would come too late. */
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private static final long BUFFER_BYTES = 1024 * 1024;
  private static final int REQUEST_MILLIS = 1000;
  private static final long NEVER = Duration.ofDays(3650).toMillis();

  @Bean(destroyMethod = "close")
  Signals signals(
      KafkaProperties kafka,
      InstantSource clock,
      @Qualifier(ClockConfiguration.STEADY) InstantSource steadyClock,
      MeterRegistry meters) {
    return Signals.over(producer(kafka), clock, steadyClock, meters);
  }

  @Bean
  TopicReader signalReader(
      TopicReaders readers,
      Hub hub,
      UserConnections connections,
      MarkerObserver markers,
      Signals signals) {
    return readers.reader(
        Topic.SIGNALS, StartPosition.end(), signals.delivery(hub, connections, markers));
  }

  /** A separate producer, which gives up earlier and needs less memory than that of messages. */
  private static Producer<String, byte[]> producer(KafkaProperties kafka) {
    Map<String, Object> properties = kafka.buildProducerProperties();
    properties.put(ProducerConfig.ACKS_CONFIG, "1");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
    properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
    // It never waits for metadata, so metadata must not expire.
    properties.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, NEVER);
    return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
  }
}
