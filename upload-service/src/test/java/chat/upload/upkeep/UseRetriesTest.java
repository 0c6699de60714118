package chat.upload.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;

/** What the log of the service says while the tables don't answer. */
@ExtendWith(OutputCaptureExtension.class)
class UseRetriesTest {

  private static final String TOPIC = "uses";

  @Test
  void a_failed_record_is_tried_again_with_a_warning_of_one_line(CapturedOutput output) {
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
    await().until(done::isDone);
    container.stop();
    assertThat(output.getAll())
        .contains("recording the uses of files failed, attempt 1: " + Down.class.getName())
        .contains("recording the uses of files failed, attempt 2: ")
        .doesNotContain(" ERROR ")
        .doesNotContain("\tat ");
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
    container.setCommonErrorHandler(UpkeepConfiguration.withoutEnd());
    return container;
  }

  private static final class Down extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
