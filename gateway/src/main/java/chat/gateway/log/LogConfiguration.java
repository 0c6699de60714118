package chat.gateway.log;

import chat.epochs.LogEpochs;
import com.datastax.oss.driver.api.core.CqlSession;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class LogConfiguration {

  @Bean
  Appends appends() {
    return new Appends();
  }

  @Bean(destroyMethod = "close")
  Admin logAdmin(KafkaProperties kafka) {
    return Admin.create(kafka.buildAdminProperties());
  }

  @Bean
  LogEpochs logEpochs(Admin logAdmin, CqlSession tables) {
    return new LogEpochs(logAdmin, tables);
  }

  @Bean
  LogWatch logWatch(Admin logAdmin, Appends appends, InstantSource clock, LogSettings settings) {
    return new LogWatch(logAdmin, appends, clock, settings);
  }

  @Bean
  RoomFeed roomFeed(
      Supplier<Consumer<byte[], byte[]>> logConsumers,
      Producer<String, byte[]> producer,
      LogEpochs epochs,
      Appends appends,
      EventSink sink,
      LogWatch watch,
      LogSettings settings) {
    return new RoomFeed(logConsumers, producer, epochs, appends, sink, watch, settings);
  }

  @Bean(destroyMethod = "close")
  Producer<String, byte[]> logProducer(KafkaProperties kafka, LogSettings settings) {
    Map<String, Object> properties = kafka.buildProducerProperties();
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) settings.appendTimeout().toMillis());
    return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
  }

  @Bean
  EventIds eventIds() {
    return new EventIds(new SecureRandom());
  }

  @Bean
  Deadlines deadlines() {
    return Deadlines.SYSTEM;
  }

  @Bean
  RoomLog roomLog(
      Producer<String, byte[]> producer,
      RoomFeed feed,
      Appends appends,
      LogSettings settings,
      Deadlines deadlines) {
    return new RoomLog(producer, feed, appends, settings, deadlines);
  }

  @Bean
  LogPositions logPositions(Admin logAdmin, RoomFeed feed) {
    return new ClusterPositions(logAdmin, feed);
  }

  @Bean
  LogReader logReader(Supplier<Consumer<byte[], byte[]>> logConsumers, LogSettings settings) {
    return new KafkaLogReader(logConsumers, settings);
  }

  /** Makes consumers for those who read other topics as the room log is read. */
  @Bean
  Supplier<Consumer<byte[], byte[]>> logConsumers(KafkaProperties kafka) {
    return () -> consumer(kafka);
  }

  /** A consumer of its own partitions: no group, and never a silent jump over what is gone. */
  private static Consumer<byte[], byte[]> consumer(KafkaProperties kafka) {
    Map<String, Object> properties = kafka.buildConsumerProperties();
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
