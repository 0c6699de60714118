package chat.writer.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.infra.devstack.Backends;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.listener.MessageListener;

/** Real consumers that meet what they can't go on after. */
class VitalListenersTest {

  private static final String KAFKA = Backends.shared().kafka();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String topic = "vital-" + UUID.randomUUID();

  @Test
  void a_consumer_whose_thread_ended_by_an_error_is_told_of() throws Exception {
    append();
    KafkaMessageListenerContainer<byte[], byte[]> container =
        container(
            record -> {
              throw new AssertionError("planted by a test");
            });
    VitalListeners listeners = new VitalListeners(List.of(container));
    assertThat(listeners.ended()).isEmpty();
    container.start();

    await().atMost(PATIENCE).until(() -> listeners.ended().findAny().isPresent());
    assertThat(listeners.ended()).containsExactly("consumer of group " + topic);
  }

  @Test
  void a_consumer_that_was_stopped_has_not_ended() {
    KafkaMessageListenerContainer<byte[], byte[]> container = container(record -> {});
    container.start();
    container.stop();

    assertThat(new VitalListeners(List.of(container)).ended()).isEmpty();
  }

  private void append() throws Exception {
    Map<String, Object> properties = Map.of("bootstrap.servers", KAFKA);
    try (Admin admin = Admin.create(properties);
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
      producer
          .send(new ProducerRecord<>(topic, new byte[] {1}))
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private KafkaMessageListenerContainer<byte[], byte[]> container(
      MessageListener<byte[], byte[]> listener) {
    ContainerProperties properties = new ContainerProperties(topic);
    properties.setGroupId(topic);
    properties.setMessageListener(listener);
    return new KafkaMessageListenerContainer<>(
        new DefaultKafkaConsumerFactory<>(
            Map.of("bootstrap.servers", KAFKA, "auto.offset.reset", "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer()),
        properties);
  }
}
