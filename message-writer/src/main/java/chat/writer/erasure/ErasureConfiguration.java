package chat.writer.erasure;

import chat.contract.log.ConsumerGroups;
import chat.contract.log.Topic;
import chat.epochs.LogEpochs;
import chat.writer.log.TablesSettings;
import chat.writer.room.RoomTables;
import chat.writer.work.WorkQueue;
import com.datastax.oss.driver.api.core.CqlSession;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.util.backoff.FixedBackOff;

/** Creates the parts that erase accounts. */
@Configuration(proxyBeanMethods = false)
class ErasureConfiguration {

  /** The maximum back-off after failures. */
  private static final Duration LAST_RETRY = Duration.ofSeconds(10);

  @Bean
  ErasureSettings erasureSettings() {
    return ErasureSettings.DEFAULT;
  }

  @Bean
  NamedEvents namedEvents(CqlSession session) {
    return new CassandraNamedEvents(session);
  }

  @Bean
  Erasures erasures(CqlSession session) {
    return new CassandraErasures(session);
  }

  @Bean
  WorkQueue erasureQueue(ErasureSettings settings) {
    Duration last = settings.retry().compareTo(LAST_RETRY) > 0 ? settings.retry() : LAST_RETRY;
    return new WorkQueue("erasures", settings.timeout(), settings.retry(), last);
  }

  /** Runs the erasures' requests to the log, one at a time. */
  @Bean(destroyMethod = "shutdownNow")
  ExecutorService erasureQuestions() {
    return Executors.newSingleThreadExecutor(
        task -> {
          Thread thread = new Thread(task, "erasure-questions");
          thread.setDaemon(true);
          return thread;
        });
  }

  @Bean
  ErasureShards erasureShards(
      KafkaOperations<byte[], byte[]> kafka,
      Admin admin,
      CqlSession session,
      RoomTables tables,
      NamedEvents named,
      Erasures erasures,
      WorkQueue erasureQueue,
      ExecutorService erasureQuestions,
      ErasureSettings settings) {
    LogEpochs epochs = new LogEpochs(admin, session);
    return new ErasureShards(
        erasures,
        erasureQueue,
        (erasure, ended) ->
            new Erasing(
                erasure,
                tables,
                named,
                erasures,
                new ErasureSurroundings(admin, epochs, kafka, erasureQuestions, ended),
                settings.settle(),
                InstantSource.system()));
  }

  @Bean
  KafkaMessageListenerContainer<byte[], byte[]> eraser(
      ConsumerFactory<byte[], byte[]> consumers,
      NamedEvents named,
      Erasures erasures,
      ErasureShards shards,
      ErasureSettings settings,
      TablesSettings tables) {
    ErasureListener listener = new ErasureListener(named, erasures, shards);
    ContainerProperties container = new ContainerProperties(Topic.USERS);
    container.setGroupId(ConsumerGroups.ERASER);
    container.setAckMode(ContainerProperties.AckMode.RECORD);
    container.setMessageListener(listener);
    container.setConsumerRebalanceListener(listener);
    KafkaMessageListenerContainer<byte[], byte[]> eraser =
        new KafkaMessageListenerContainer<>(consumers, container);
    eraser.setCommonErrorHandler(again(settings));
    eraser.setAutoStartup(tables.enabled());
    return eraser;
  }

  /** Retries without end: an erasure is never given up. */
  private static DefaultErrorHandler again(ErasureSettings settings) {
    DefaultErrorHandler again =
        new DefaultErrorHandler(
            new FixedBackOff(settings.retry().toMillis(), FixedBackOff.UNLIMITED_ATTEMPTS));
    again.setLogLevel(KafkaException.Level.DEBUG);
    return again;
  }
}
