package chat.gateway.operator;

import static chat.edge.problem.ProblemCode.CONFLICT;

import chat.contract.log.RecordHeaders;
import chat.contract.log.Topic;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.log.FeedConsumers;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** The records that a consumer could not read. Its methods block. */
final class DeadLetters {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(200);

  private static final Set<String> OWN_HEADERS =
      Set.of(
          RecordHeaders.ORIGIN_TOPIC,
          RecordHeaders.ORIGIN_PARTITION,
          RecordHeaders.ORIGIN_OFFSET,
          RecordHeaders.ERROR);

  private final FeedConsumers consumers;
  private final Admin admin;
  private final Producer<String, byte[]> producer;

  DeadLetters(FeedConsumers consumers, Admin admin, Producer<String, byte[]> producer) {
    this.consumers = consumers;
    this.admin = admin;
    this.producer = producer;
  }

  /**
   * A dead letter, without its value.
   *
   * @param at when it was set aside, in milliseconds
   * @param error the reason
   * @param bytes length of its value; absent if an erasure took it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Letter(
      int partition,
      long offset,
      long at,
      String originTopic,
      String originPartition,
      String originOffset,
      String error,
      @Nullable Integer bytes) {

    private static Letter of(ConsumerRecord<byte[], byte[]> record) {
      return new Letter(
          record.partition(),
          record.offset(),
          record.timestamp(),
          header(record, RecordHeaders.ORIGIN_TOPIC),
          header(record, RecordHeaders.ORIGIN_PARTITION),
          header(record, RecordHeaders.ORIGIN_OFFSET),
          header(record, RecordHeaders.ERROR),
          record.value() == null ? null : record.value().length);
    }
  }

  /** The newest letters, the newest first. */
  List<Letter> newest(int limit) {
    List<Letter> letters = new ArrayList<>();
    try (Consumer<byte[], byte[]> consumer = consumers.open()) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (PartitionInfo each : consumer.partitionsFor(Topic.DEAD_LETTERS, TIMEOUT)) {
        partitions.add(new TopicPartition(each.topic(), each.partition()));
      }
      Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions, TIMEOUT);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, TIMEOUT);
      for (TopicPartition partition : partitions) {
        long end = ends.getOrDefault(partition, 0L);
        long from = Math.max(begins.getOrDefault(partition, 0L), end - limit);
        read(consumer, partition, from, end).forEach(record -> letters.add(Letter.of(record)));
      }
    }
    letters.sort(Comparator.comparingLong(Letter::at).reversed());
    return letters.stream().limit(limit).toList();
  }

  /**
   * Appends a letter of the room log to it again, as it was; it becomes an event in a new position
   * if it can be read now.
   *
   * @throws Refusal {@code CONFLICT} if it came from another topic, or has no value any more
   */
  void replay(int partition, long offset) {
    ConsumerRecord<byte[], byte[]> letter = find(partition, offset);
    if (!header(letter, RecordHeaders.ORIGIN_TOPIC).equals(Topic.MESSAGES)) {
      throw Refusal.of(
          CONFLICT, "Only letters of " + Topic.MESSAGES + " are appended again; rewind webhooks");
    }
    if (letter.value() == null || letter.key() == null) {
      throw Refusal.of(CONFLICT, "The letter has no value any more, or no key");
    }
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(
            Topic.MESSAGES, new String(letter.key(), StandardCharsets.UTF_8), letter.value());
    for (Header each : letter.headers()) {
      if (!OWN_HEADERS.contains(each.key())) {
        record.headers().add(each);
      }
    }
    await(() -> producer.send(record).get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** Deletes a letter and all before it in its partition. */
  void drop(int partition, long offset) {
    var unused = find(partition, offset);
    TopicPartition of = new TopicPartition(Topic.DEAD_LETTERS, partition);
    await(
        () ->
            admin
                .deleteRecords(Map.of(of, RecordsToDelete.beforeOffset(offset + 1)))
                .all()
                .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
  }

  private ConsumerRecord<byte[], byte[]> find(int partition, long offset) {
    TopicPartition of = new TopicPartition(Topic.DEAD_LETTERS, partition);
    try (Consumer<byte[], byte[]> consumer = consumers.open()) {
      boolean isThere =
          consumer.partitionsFor(Topic.DEAD_LETTERS, TIMEOUT).stream()
              .anyMatch(each -> each.partition() == partition);
      if (!isThere
          || offset < consumer.beginningOffsets(List.of(of), TIMEOUT).getOrDefault(of, 0L)
          || offset >= consumer.endOffsets(List.of(of), TIMEOUT).getOrDefault(of, 0L)) {
        throw Refusal.notFound();
      }
      return read(consumer, of, offset, offset + 1).stream()
          .findFirst()
          .orElseThrow(Refusal::notFound);
    }
  }

  private static List<ConsumerRecord<byte[], byte[]>> read(
      Consumer<byte[], byte[]> consumer, TopicPartition partition, long from, long to) {
    List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
    consumer.assign(List.of(partition));
    consumer.seek(partition, from);
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (consumer.position(partition) < to) {
      if (System.nanoTime() > deadline) {
        throw unavailable();
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.offset() < to) {
          found.add(record);
        }
      }
    }
    return found;
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return RecordHeaders.text(header == null ? null : header.value());
  }

  /** A call of Kafka that may fail. */
  @FunctionalInterface
  private interface KafkaCall {
    @Nullable Object run() throws ExecutionException, InterruptedException, TimeoutException;
  }

  private static void await(KafkaCall call) {
    try {
      var unused = call.run();
    } catch (ExecutionException | TimeoutException e) {
      throw unavailable();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable();
    }
  }

  private static Refusal unavailable() {
    return Refusal.until(
        ProblemCode.UNAVAILABLE, "The log does not answer at present", Duration.ofSeconds(1));
  }
}
