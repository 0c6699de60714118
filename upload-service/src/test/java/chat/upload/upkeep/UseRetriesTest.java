package chat.upload.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;

/** What the log of the service says while the tables don't answer. */
class UseRetriesTest {

  private static final String TOPIC = "uses";

  /** The container's, with which the names of its threads begin. */
  private static final String NAME = "retried-uses";

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    root().addAppender(log);
  }

  @AfterEach
  void forget() {
    root().detachAppender(log);
  }

  @Test
  void a_failed_record_is_tried_again_with_a_warning_of_one_line() {
    MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    TopicPartition partition = new TopicPartition(TOPIC, 0);
    consumer.updateBeginningOffsets(Map.of(partition, 0L));
    consumer.schedulePollTask(
        () -> {
          consumer.rebalance(List.of(partition));
          consumer.addRecord(new ConsumerRecord<>(TOPIC, 0, 0, new byte[1], new byte[1]));
        });
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    KafkaMessageListenerContainer<byte[], byte[]> container = container(consumer, done);
    container.start();
    await().atMost(Duration.ofMinutes(1)).until(done::isDone);
    container.stop();
    List<ILoggingEvent> loud =
        List.copyOf(log.list).stream()
            .filter(event -> event.getThreadName().startsWith(NAME))
            .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
            .toList();
    assertThat(loud)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "recording the uses of files failed, attempt 1: " + Down.class.getName(),
            "recording the uses of files failed, attempt 2: " + Down.class.getName());
    assertThat(loud).allMatch(event -> event.getThrowableProxy() == null);
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  /** Its listener fails twice. */
  private static KafkaMessageListenerContainer<byte[], byte[]> container(
      MockConsumer<byte[], byte[]> consumer, CompletableFuture<Boolean> done) {
    ContainerProperties properties = new ContainerProperties(TOPIC);
    properties.setGroupId(TOPIC);
    int[] tries = {0};
    properties.setMessageListener(
        (BatchMessageListener<byte[], byte[]>)
            records -> {
              if (++tries[0] < 3) {
                throw new Down();
              }
              done.complete(true);
            });
    KafkaMessageListenerContainer<byte[], byte[]> container =
        new KafkaMessageListenerContainer<>(
            new DefaultKafkaConsumerFactory<>(Map.of()) {
              @Override
              protected MockConsumer<byte[], byte[]> createRawConsumer(
                  Map<String, Object> settings) {
                return consumer;
              }
            },
            properties);
    container.setBeanName(NAME);
    container.setCommonErrorHandler(UpkeepConfiguration.withoutEnd());
    return container;
  }

  private static final class Down extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
