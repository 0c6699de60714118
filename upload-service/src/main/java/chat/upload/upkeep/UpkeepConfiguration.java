package chat.upload.upkeep;

import chat.contract.log.ConsumerGroups;
import chat.contract.log.Topic;
import chat.epochs.BatchedPolls;
import chat.epochs.Lives;
import chat.epochs.LogEpochs;
import com.datastax.oss.driver.api.core.CqlSession;
import java.time.Duration;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.listener.RetryListener;
import org.springframework.kafka.support.ProducerListener;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.util.backoff.ExponentialBackOff;

/** Creates the upkeep. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class UpkeepConfiguration {

  private static final Logger LOG = LoggerFactory.getLogger(UpkeepConfiguration.class);

  /** Short, as a reader of a message may wait for the use of its file. */
  private static final Duration GATHER = Duration.ofMillis(250);

  private static final Duration FIRST_RETRY = Duration.ofMillis(250);
  private static final Duration LAST_RETRY = Duration.ofSeconds(10);

  /** The group is Spring Boot's setting {@code spring.kafka.consumer.group-id}. */
  @Bean
  UpkeepSettings upkeepSettings(KafkaProperties kafka) {
    return UpkeepSettings.of(
        Objects.requireNonNullElse(kafka.getConsumer().getGroupId(), ConsumerGroups.UPLOADS));
  }

  @Bean
  Admin admin(KafkaAdmin kafka) {
    return Admin.create(kafka.getConfigurationProperties());
  }

  @Bean
  LogEpochs logEpochs(Admin admin, CqlSession tables) {
    return new LogEpochs(admin, tables);
  }

  @Bean
  SchedulingConfigurer rounds(Upkeep upkeep, UpkeepSettings settings) {
    return schedule -> schedule.addFixedDelayTask(() -> run(upkeep), settings.interval());
  }

  @Bean
  KafkaMessageListenerContainer<byte[], byte[]> uses(
      ConsumerFactory<byte[], byte[]> consumers, UseListener listener, UpkeepSettings settings) {
    ContainerProperties container = new ContainerProperties(Topic.MESSAGES, Topic.USERS);
    container.setGroupId(settings.group());
    container.setMessageListener(listener);
    container.setConsumerRebalanceListener(listener);
    container.setAckMode(ContainerProperties.AckMode.MANUAL);
    container.setAssignmentCommitOption(ContainerProperties.AssignmentCommitOption.NEVER);
    container.setIdleEventInterval(Lives.INTERVAL.toMillis());
    container.setIdleBeforeDataMultiplier(1);
    KafkaMessageListenerContainer<byte[], byte[]> uses =
        new KafkaMessageListenerContainer<>(consumers, container);
    uses.setCommonErrorHandler(withoutEnd());
    return uses;
  }

  /** The senders of records handle failures; Spring would write an error for each as well. */
  @Bean
  ProducerListener<Object, Object> silentProducerListener() {
    return new ProducerListener<>() {};
  }

  /** Lets the polls of {@link #uses} gather records while many come. */
  @Bean
  BatchedPolls usePolls(KafkaMessageListenerContainer<byte[], byte[]> uses) {
    BatchedPolls polls = BatchedPolls.of(uses, GATHER);
    uses.setBatchInterceptor(polls);
    return polls;
  }

  /**
   * Skips nothing: a failed record is retried until the tables are back. That is a warning of one
   * line, where Spring would write an error with a stack trace for each try.
   */
  static DefaultErrorHandler withoutEnd() {
    ExponentialBackOff longer = new ExponentialBackOff(FIRST_RETRY.toMillis(), 2);
    longer.setMaxInterval(LAST_RETRY.toMillis());
    DefaultErrorHandler again = new DefaultErrorHandler(longer);
    again.setLogLevel(KafkaException.Level.DEBUG);
    again.setRetryListeners(new Warnings());
    return again;
  }

  private static final class Warnings implements RetryListener {

    @Override
    public void failedDelivery(ConsumerRecord<?, ?> log, @Nullable Exception failure, int attempt) {
      warn(failure, attempt);
    }

    @Override
    public void failedDelivery(ConsumerRecords<?, ?> polled, Exception failure, int attempt) {
      warn(failure, attempt);
    }

    private static void warn(@Nullable Exception failure, int attempt) {
      Throwable cause =
          failure == null || failure.getCause() == null ? failure : failure.getCause();
      LOG.warn(
          "recording the uses of files failed, attempt {}: {}", attempt, String.valueOf(cause));
    }
  }

  private static void run(Upkeep upkeep) {
    try {
      upkeep.round();
    } catch (RuntimeException e) {
      LOG.warn("the upkeep of files failed: {}", e.toString());
    }
  }
}
