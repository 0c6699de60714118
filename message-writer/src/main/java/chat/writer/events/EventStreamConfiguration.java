package chat.writer.events;

import chat.contract.log.ConsumerGroups;
import chat.epochs.LogEpochs;
import chat.writer.erased.Erased;
import chat.writer.log.LogLag;
import chat.writer.log.WriterHealth;
import chat.writer.log.WriterSettings;
import chat.writer.log.WriterState;
import chat.writer.redaction.RedactedTwin;
import chat.writer.room.RoomTables;
import com.datastax.oss.driver.api.core.CqlSession;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.ProducerFactory;

/** Creates the resolved stream. */
@Configuration(proxyBeanMethods = false)
class EventStreamConfiguration {

  /** The prefix of the transactional ids; the rest is random, as each process has its own. */
  private static final String TRANSACTIONS = ConsumerGroups.EVENTS + "-";

  /**
   * The age at which the broker ends the transaction of a process that died. It looks every 10 s,
   * so readers, and the process that takes over, wait for twice this at most.
   */
  private static final int TRANSACTION_TIMEOUT_MS = 10_000;

  /** The commit sends at once; until then the records of a poll gather in few requests. */
  private static final int LINGER_MS = 50;

  private static final int BUFFER = 16 << 20;

  private static final int FETCH = 8 << 20;

  @Bean(defaultCandidate = false)
  WriterState eventsState() {
    return new WriterState("publishing events");
  }

  @Bean
  HealthIndicator eventsHealthIndicator(
      @Qualifier("eventsState") WriterState state, EventStreamSettings stream) {
    return stream.enabled() ? new WriterHealth(state) : () -> Health.up().build();
  }

  @Bean(defaultCandidate = false)
  LogLag eventsLag(
      Admin admin, @Qualifier("eventsState") WriterState state, WriterSettings settings) {
    return new LogLag(admin, ConsumerGroups.EVENTS, state, settings);
  }

  @Bean
  EventStream eventStream(
      ConsumerFactory<byte[], byte[]> consumers,
      ProducerFactory<?, ?> producers,
      Admin admin,
      CqlSession session,
      RoomTables tables,
      Erased erased,
      WriterSettings settings,
      EventStreamSettings stream,
      @Qualifier("eventsState") WriterState state,
      @Qualifier("eventsLag") LogLag lag,
      MeterRegistry meters) {
    Map<String, Object> producer = producer(producers, TRANSACTIONS + UUID.randomUUID());
    return new EventStream(
        () -> consumer(consumers),
        new EventTransactions(() -> open(producer)),
        new EventPartitions(
            new LogEpochs(admin, session),
            new TablesProgress(admin, settings.commitTimeout()),
            tables,
            erased,
            settings::roomsKeptOf),
        twin(stream.pseudonymKeyFile()),
        settings,
        stream,
        state,
        new EventStreamMetrics(meters, state, lag, InstantSource.system()));
  }

  private static @Nullable RedactedTwin twin(@Nullable Path keyFile) {
    if (keyFile == null || keyFile.toString().isEmpty()) {
      return null;
    }
    return RedactedTwin.read("chat.writer.events.pseudonym-key-file", keyFile);
  }

  /** A consumer that waits for the outcome of a transaction that has the group's offsets. */
  private static Consumer<byte[], byte[]> consumer(ConsumerFactory<byte[], byte[]> consumers) {
    Properties properties = new Properties();
    properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.setProperty(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, "1");
    properties.setProperty(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "500");
    properties.setProperty(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Integer.toString(FETCH));
    return consumers.createConsumer(ConsumerGroups.EVENTS, "events", null, properties);
  }

  private static Map<String, Object> producer(ProducerFactory<?, ?> producers, String id) {
    Map<String, Object> producer = new HashMap<>(producers.getConfigurationProperties());
    producer.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
    producer.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
    producer.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TRANSACTION_TIMEOUT_MS);
    producer.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TRANSACTION_TIMEOUT_MS);
    producer.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER);
    producer.put(ProducerConfig.BATCH_SIZE_CONFIG, 64 << 10);
    producer.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
    producer.put(ProducerConfig.CLIENT_ID_CONFIG, "events");
    producer.remove(ProducerConfig.INTERCEPTOR_CLASSES_CONFIG);
    return producer;
  }

  private static Producer<byte[], byte[]> open(Map<String, Object> properties) {
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
