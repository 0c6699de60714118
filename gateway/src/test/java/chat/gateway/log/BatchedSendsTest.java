package chat.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchedSendsTest {

  private static final int MANY = 3000;

  private final Set<String> threads = ConcurrentHashMap.newKeySet();
  private final MockProducer<String, byte[]> producer =
      new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer()) {
        @Override
        public synchronized Future<RecordMetadata> send(
            ProducerRecord<String, byte[]> record, Callback callback) {
          threads.add(Thread.currentThread().getName());
          return super.send(record, callback);
        }
      };
  private final BatchedSends sends = new BatchedSends(producer);
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();

  @AfterEach
  void stop() {
    sends.stop();
  }

  @Test
  void one_record_is_sent_on_the_calling_thread() {
    sends.start();
    send(0);

    assertThat(sent()).containsExactly("0");
    assertThat(threads).containsExactly(Thread.currentThread().getName());
  }

  @Test
  void many_records_are_sent_later_and_in_order() {
    sends.start();
    IntStream.range(0, MANY).forEach(this::send);

    await().atMost(Duration.ofMinutes(1)).until(() -> sent().size() == MANY);
    assertThat(threads)
        .containsExactlyInAnyOrder(Thread.currentThread().getName(), "append-batches");
    assertThat(sent()).isEqualTo(IntStream.range(0, MANY).mapToObj(Integer::toString).toList());
  }

  @Test
  void a_stop_sends_what_waits_and_later_records_go_at_once() {
    sends.start();
    IntStream.range(0, MANY).forEach(this::send);
    sends.stop();
    send(MANY);

    assertThat(sent()).hasSize(MANY + 1).endsWith(Integer.toString(MANY));
  }

  @Test
  void patient_records_come_in_order_and_hold_up_no_other() {
    sends.start();
    IntStream.range(0, MANY).forEach(number -> sends.sendPatiently(record(number), this::done));
    send(MANY);
    assertThat(sent()).contains(Integer.toString(MANY));

    await().atMost(Duration.ofMinutes(1)).until(() -> sent().size() == MANY + 1);
    assertThat(sent())
        .filteredOn(key -> !key.equals(Integer.toString(MANY)))
        .isEqualTo(IntStream.range(0, MANY).mapToObj(Integer::toString).toList());
  }

  @Test
  void a_stop_sends_patient_records_too() {
    sends.start();
    IntStream.range(0, MANY).forEach(number -> sends.sendPatiently(record(number), this::done));
    sends.stop();
    sends.sendPatiently(record(MANY), this::done);

    assertThat(sent()).hasSize(MANY + 1);
  }

  @Test
  void what_the_producer_throws_reaches_the_callback_and_none_else() {
    producer.sendException = new KafkaException("planted");
    sends.start();
    IntStream.range(0, MANY).forEach(this::send);

    await().atMost(Duration.ofMinutes(1)).until(() -> failures.size() == MANY);
    producer.sendException = null;
    send(MANY);
    await().atMost(Duration.ofMinutes(1)).until(() -> sent().contains(Integer.toString(MANY)));
  }

  private void send(int number) {
    sends.send(record(number), this::done);
  }

  private static ProducerRecord<String, byte[]> record(int number) {
    return new ProducerRecord<>("t", Integer.toString(number), new byte[0]);
  }

  private void done(@Nullable RecordMetadata metadata, @Nullable Exception error) {
    if (error != null) {
      failures.add(error.getMessage());
    }
  }

  private List<String> sent() {
    List<String> keys = new ArrayList<>();
    producer.history().forEach(record -> keys.add(record.key()));
    return keys;
  }
}
