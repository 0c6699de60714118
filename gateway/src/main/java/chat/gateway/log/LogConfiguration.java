package chat.gateway.log;

import chat.contract.log.ErasedUsers;
import chat.epochs.LogEpochs;
import chat.gateway.peer.GatewayIdentity;
import chat.tracing.TracedRecords;
import chat.tracing.Tracing;
import com.datastax.oss.driver.api.core.CqlSession;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class LogConfiguration {

  private static final long NEVER = Duration.ofDays(3650).toMillis();

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
  LogWatch logWatch(Admin logAdmin, Appends appends, LogSettings settings) {
    return new LogWatch(logAdmin, appends, settings);
  }

  @Bean
  FeedConsumers feedConsumers(KafkaProperties kafka) {
    return new FeedConsumers(kafka.buildConsumerProperties());
  }

  @Bean
  RoomFeed roomFeed(
      FeedConsumers consumers,
      Producer<String, byte[]> producer,
      LogEpochs epochs,
      Admin logAdmin,
      Appends appends,
      EventSink sink,
      LogWatch watch,
      ErasedUsers erased,
      CqlSession tables,
      Tracing tracing,
      LogSettings settings) {
    return new RoomFeed(
        consumers.with(TracedRecords.reader(tracing))::open,
        producer,
        epochs,
        new PartitionOffsets(logAdmin),
        appends,
        sink,
        watch,
        erased,
        new CassandraErasures(tables),
        settings);
  }

  @Bean(destroyMethod = "close")
  Producer<String, byte[]> logProducer(
      KafkaProperties kafka, Tracing tracing, LogSettings settings) {
    Map<String, Object> properties = kafka.buildProducerProperties();
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) settings.appendTimeout().toMillis());
    // Metadata must not expire, so that a send after a long pause does not wait for them.
    properties.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, NEVER);
    properties.putAll(TracedRecords.writer(tracing));
    return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
  }

  @Bean
  ErasedUsers erasedUsers() {
    return new ErasedUsers();
  }

  @Bean
  EventIds eventIds() {
    return new EventIds(new SecureRandom());
  }

  @Bean
  SweptDeadlines deadlines() {
    return new SweptDeadlines();
  }

  @Bean
  BatchedSends batchedSends(Producer<String, byte[]> logProducer) {
    return new BatchedSends(logProducer);
  }

  @Bean
  RoomLog roomLog(
      BatchedSends sends,
      RoomFeed feed,
      Appends appends,
      LogSettings settings,
      Deadlines deadlines,
      GatewayIdentity identity) {
    return new RoomLog(sends, feed, appends, settings, deadlines, identity.id());
  }

  @Bean
  LogPositions logPositions(Admin logAdmin, RoomFeed feed) {
    return new ClusterPositions(logAdmin, feed);
  }

  @Bean
  StoredTimes storedTimes() {
    return new StoredTimes();
  }

  @Bean
  LogVerdicts logVerdicts(FeedConsumers consumers, LogSettings settings) {
    return new LogVerdicts(consumers::open, settings.gapTimeout());
  }

  @Bean
  LogScan logScan(FeedConsumers consumers) {
    return new LogScan(consumers::open);
  }

  @Bean
  LogReader logReader(FeedConsumers consumers, LogEpochs epochs, LogSettings settings) {
    return new KafkaLogReader(consumers::open, epochs, settings);
  }
}
