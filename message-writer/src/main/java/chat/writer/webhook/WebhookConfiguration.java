package chat.writer.webhook;

import chat.contract.log.Topic;
import chat.epochs.LogEpochs;
import chat.writer.erased.Erased;
import chat.writer.log.KafkaDeadLetters;
import com.datastax.oss.driver.api.core.CqlSession;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.KafkaOperations;

/** Creates the sender of webhooks. */
@Configuration(proxyBeanMethods = false)
class WebhookConfiguration {

  /** Records of a poll: most webhooks take far fewer at a time. */
  private static final int POLL = 500;

  /** Bounds what the reader fetches of a broker at once. */
  private static final int FETCH = 1 << 20;

  /** Bounds what the reader has fetched of each partition, besides one larger record. */
  private static final int PARTITION_FETCH = 64 << 10;

  /** The part of the heap that waiting events of all webhooks may take. */
  private static final int HEAP_PART = 8;

  /** Of members, which fetch nothing and so look for no leaders; in milliseconds. */
  private static final long METADATA_AGE = Duration.ofMinutes(5).toMillis();

  private static final Duration DEAD_LETTER_TIMEOUT = Duration.ofSeconds(20);

  @Bean(destroyMethod = "shutdownNow")
  ScheduledExecutorService webhookTimer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "webhook-timer");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  @Bean
  WebhookHttp webhookHttp(WebhookSettings settings, Erased erased) {
    return new WebhookHttp(
        settings, erased.users(), InstantSource.system(), InetAddress::getAllByName);
  }

  @Bean
  WaitingBytes webhookBytes() {
    return new WaitingBytes(Runtime.getRuntime().maxMemory() / HEAP_PART);
  }

  @Bean
  WebhookReader webhookReader(
      WebhookSettings settings,
      WaitingBytes bytes,
      ConsumerFactory<byte[], byte[]> consumers,
      Admin admin,
      CqlSession session) {
    LogEpochs epochs = new LogEpochs(admin, session);
    return new WebhookReader(
        settings, () -> reader(consumers), () -> epochs.topicId(Topic.EVENTS), bytes);
  }

  @Bean
  WebhookSender webhookSender(
      WebhookSettings settings,
      WebhookHttp http,
      WebhookReader reader,
      WaitingBytes bytes,
      Erased erased,
      ScheduledExecutorService webhookTimer,
      ConsumerFactory<byte[], byte[]> consumers,
      KafkaOperations<byte[], byte[]> kafka,
      CqlSession session,
      Admin admin,
      MeterRegistry meters) {
    WebhookMetrics metrics = new WebhookMetrics(meters, reader);
    RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
    return new WebhookSender(
        settings,
        new CassandraWebhooks(session),
        hook -> {
          WebhookReport report = new WebhookReport(hook.name(), meters, InstantSource.system());
          return new WebhookConsumer(
              hook,
              group -> member(consumers, group),
              new Lanes(hook, http, settings, webhookTimer, random, report, bytes),
              reader,
              report,
              (event, error) ->
                  keep(kafka, erased, hook, event, error).thenRun(metrics::deadLetter),
              settings.timeout());
        },
        new WebhookGroups(admin),
        erased,
        metrics);
  }

  /**
   * A member of a webhook's group, which fetches nothing. Its positions are those of committed
   * events.
   */
  private static Consumer<byte[], byte[]> member(
      ConsumerFactory<byte[], byte[]> consumers, String group) {
    return consumer(
        consumers, group, group, Map.of(ConsumerConfig.METADATA_MAX_AGE_CONFIG, METADATA_AGE));
  }

  /** A webhook that takes events again waits for a fetch that is under way, so that is short. */
  private static Consumer<byte[], byte[]> reader(ConsumerFactory<byte[], byte[]> consumers) {
    return consumer(
        consumers,
        null,
        "webhook-events",
        Map.of(
            ConsumerConfig.FETCH_MIN_BYTES_CONFIG,
            1,
            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
            100,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            POLL,
            ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
            FETCH,
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
            PARTITION_FETCH));
  }

  /** Reports no metrics of its own: those of many consumers take more memory than their events. */
  private static Consumer<byte[], byte[]> consumer(
      ConsumerFactory<byte[], byte[]> consumers,
      @Nullable String group,
      String id,
      Map<String, Object> more) {
    Properties properties = new Properties();
    properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.setProperty(ConsumerConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
    properties.setProperty(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, "false");
    more.forEach((name, value) -> properties.setProperty(name, value.toString()));
    return new DefaultKafkaConsumerFactory<byte[], byte[]>(consumers.getConfigurationProperties())
        .createConsumer(group, id, null, properties);
  }

  private static CompletionStage<Void> keep(
      KafkaOperations<byte[], byte[]> kafka,
      Erased erased,
      Webhook hook,
      WebhookEvent event,
      String error) {
    TopicPartition origin = new TopicPartition(event.log().topic(), event.log().partition());
    return new KafkaDeadLetters(kafka, erased, origin)
        .keepEvent(event.log(), hook.name(), error)
        .toCompletableFuture()
        .orTimeout(DEAD_LETTER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }
}
