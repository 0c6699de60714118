package chat.writer.log;

import chat.contract.log.ConsumerGroups;
import chat.contract.log.Topic;
import chat.epochs.BatchedPolls;
import chat.epochs.Lives;
import chat.epochs.LogEpochs;
import chat.tracing.Tracing;
import chat.writer.erased.Erased;
import chat.writer.room.RoomTables;
import chat.writer.work.WorkQueue;
import com.datastax.oss.driver.api.core.CqlSession;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Creates the writer. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class WriterConfiguration {

  /** While many events come, those of a room in this time become one write. */
  private static final Duration GATHER = Duration.ofSeconds(1);

  @Bean
  WriterState writerState() {
    return new WriterState("storing");
  }

  @Bean
  HealthIndicator writerHealthIndicator(WriterState state, TablesSettings tables) {
    return tables.enabled() ? new WriterHealth(state) : () -> Health.up().build();
  }

  @Bean
  Admin admin(KafkaAdmin kafka) {
    return Admin.create(kafka.getConfigurationProperties());
  }

  @Bean
  LogLag logLag(Admin admin, WriterState state, WriterSettings settings) {
    return new LogLag(admin, ConsumerGroups.WRITER, state, settings);
  }

  @Bean
  WorkQueue removalQueue(WriterSettings settings) {
    return new WorkQueue(
        "removals", settings.storeTimeout(), settings.firstRetry(), settings.lastRetry());
  }

  @Bean
  AssignedPartitions assignedPartitions(
      KafkaOperations<byte[], byte[]> kafka,
      Admin admin,
      CqlSession session,
      RoomTables tables,
      Erased erased,
      WorkQueue removalQueue,
      WriterSettings settings) {
    return new AssignedPartitions(
        new LogEpochs(admin, session), tables, kafka, erased, settings, removalQueue);
  }

  @Bean
  WriterListener writerListener(
      AssignedPartitions partitions,
      WriterSettings settings,
      WriterState state,
      LogLag lag,
      MeterRegistry meters,
      Tracing tracing) {
    return new WriterListener(
        partitions,
        settings,
        state,
        new WriterMetrics(meters, state, lag, InstantSource.system()),
        tracing);
  }

  @Bean
  KafkaMessageListenerContainer<byte[], byte[]> messageWriter(
      ConsumerFactory<byte[], byte[]> consumers,
      AssignedPartitions partitions,
      WriterListener listener,
      WriterSettings settings,
      TablesSettings tablesSettings,
      WriterState state) {
    KafkaMessageListenerContainer<byte[], byte[]> container =
        new KafkaMessageListenerContainer<>(consumers, container(listener, settings));
    container.setBatchInterceptor(BatchedPolls.of(container, GATHER));
    container.setCommonErrorHandler(new RetryLater(partitions, settings, state));
    container.setAutoStartup(tablesSettings.enabled());
    return container;
  }

  private static ContainerProperties container(WriterListener listener, WriterSettings settings) {
    ContainerProperties container = new ContainerProperties(Topic.MESSAGES);
    container.setGroupId(ConsumerGroups.WRITER);
    container.setMessageListener(listener);
    container.setConsumerRebalanceListener(listener);
    container.setAckMode(ContainerProperties.AckMode.MANUAL);
    container.setAssignmentCommitOption(ContainerProperties.AssignmentCommitOption.NEVER);
    container.setPollTimeout(settings.pollTimeout().toMillis());
    container.setPollTimeoutWhilePaused(settings.firstRetry());
    container.setIdleEventInterval(Lives.INTERVAL.toMillis());
    container.setIdleBeforeDataMultiplier(1);
    container.setShutdownTimeout(settings.storeTimeout().toMillis());
    return container;
  }
}
