package chat.gateway.operator;

import chat.contract.log.CloudEventHeaders;
import chat.contract.log.RecordHeaders;
import chat.contract.log.Topic;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.log.FeedConsumers;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** The records that a consumer could not read. Its methods block. */
final class DeadLetters {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(200);

  private final FeedConsumers consumers;
  private final Admin admin;

  DeadLetters(FeedConsumers consumers, Admin admin) {
    this.consumers = consumers;
    this.admin = admin;
  }

  /**
   * A dead letter, without its value.
   *
   * @param at when it was set aside, in milliseconds
   * @param webhook the webhook that did not take it; absent if it could not be read, and in letters
   *     of earlier releases
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
      @Nullable String webhook,
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
          orNull(header(record, RecordHeaders.WEBHOOK)),
          header(record, RecordHeaders.ERROR),
          record.value() == null ? null : record.value().length);
    }

    private static @Nullable String orNull(String text) {
      return text.isEmpty() ? null : text;
    }
  }

  /**
   * The newest letters, the newest first. Values are dropped as they come, so a batch of the
   * consumer is the most that it keeps of them.
   */
  List<Letter> newest(int limit) {
    List<Letter> letters = new ArrayList<>();
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    try (Consumer<byte[], byte[]> consumer = consumers.open()) {
      List<TopicPartition> partitions = partitions(consumer, Topic.DEAD_LETTERS);
      Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions, TIMEOUT);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, TIMEOUT);
      for (TopicPartition partition : partitions) {
        long end = ends.getOrDefault(partition, 0L);
        long from = Math.max(begins.getOrDefault(partition, 0L), end - limit);
        read(consumer, partition, from, end, deadline, letters);
      }
    }
    letters.sort(Comparator.comparingLong(Letter::at).reversed());
    return letters.stream().limit(limit).toList();
  }

  /**
   * The event of a webhook's letter.
   *
   * @param partition of {@link Topic#EVENTS}
   * @param offset of the event there
   */
  record GivenUp(String webhook, int partition, long offset) {}

  /**
   * The event of a letter, which its topic still has.
   *
   * @throws Refusal {@code NOT_FOUND} if there is no such letter, or it was deleted; {@code
   *     CONFLICT} if it is of no webhook, or the topic no longer has the event
   */
  GivenUp givenUp(int partition, long offset) {
    try (Consumer<byte[], byte[]> consumer = consumers.open()) {
      ConsumerRecord<byte[], byte[]> letter =
          recordAt(consumer, new TopicPartition(Topic.DEAD_LETTERS, partition), offset)
              .orElseThrow(Refusal::notFound);
      GivenUp event = event(letter);
      String id = header(letter, CloudEventHeaders.ID);
      boolean isThere =
          recordAt(consumer, new TopicPartition(Topic.EVENTS, event.partition), event.offset)
              .filter(record -> header(record, CloudEventHeaders.ID).equals(id))
              .isPresent();
      if (!isThere) {
        throw Refusal.of(ProblemCode.CONFLICT, "The topic no longer has the event");
      }
      return event;
    }
  }

  private static GivenUp event(ConsumerRecord<byte[], byte[]> letter) {
    String webhook = header(letter, RecordHeaders.WEBHOOK);
    if (!header(letter, RecordHeaders.ORIGIN_TOPIC).equals(Topic.EVENTS) || webhook.isEmpty()) {
      throw Refusal.of(
          ProblemCode.CONFLICT, "The letter does not name a webhook that did not take an event");
    }
    try {
      return new GivenUp(
          webhook,
          Integer.parseInt(header(letter, RecordHeaders.ORIGIN_PARTITION)),
          Long.parseLong(header(letter, RecordHeaders.ORIGIN_OFFSET)));
    } catch (NumberFormatException e) {
      throw Refusal.of(ProblemCode.CONFLICT, "The letter does not say where its event is");
    }
  }

  private static Optional<ConsumerRecord<byte[], byte[]>> recordAt(
      Consumer<byte[], byte[]> consumer, TopicPartition partition, long offset) {
    if (!isThere(consumer, partition, offset)) {
      return Optional.empty();
    }
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    consumer.assign(List.of(partition));
    consumer.seek(partition, offset);
    while (consumer.position(partition, TIMEOUT) <= offset) {
      if (System.nanoTime() > deadline) {
        throw unavailable();
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.offset() == offset) {
          return Optional.of(record);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isThere(
      Consumer<byte[], byte[]> consumer, TopicPartition partition, long offset) {
    List<TopicPartition> one = List.of(partition);
    return offset >= 0
        && partitions(consumer, partition.topic()).contains(partition)
        && offset >= consumer.beginningOffsets(one, TIMEOUT).getOrDefault(partition, 0L)
        && offset < consumer.endOffsets(one, TIMEOUT).getOrDefault(partition, 0L);
  }

  /**
   * Deletes a letter and all before it in its partition. Does nothing if it is deleted.
   *
   * @throws Refusal {@code NOT_FOUND} if no letter has had this offset yet
   */
  void drop(int partition, long offset) {
    TopicPartition of = new TopicPartition(Topic.DEAD_LETTERS, partition);
    try (Consumer<byte[], byte[]> consumer = consumers.open()) {
      if (offset < 0
          || !partitions(consumer, Topic.DEAD_LETTERS).contains(of)
          || offset >= consumer.endOffsets(List.of(of), TIMEOUT).getOrDefault(of, 0L)) {
        throw Refusal.notFound();
      }
      if (offset < consumer.beginningOffsets(List.of(of), TIMEOUT).getOrDefault(of, 0L)) {
        return;
      }
    }
    delete(of, offset + 1);
  }

  private void delete(TopicPartition partition, long before) {
    try {
      var unused =
          admin
              .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(before)))
              .all()
              .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    } catch (TimeoutException e) {
      throw unavailable();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable();
    }
  }

  private static List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer, String topic) {
    return consumer.partitionsFor(topic, TIMEOUT).stream()
        .map(each -> new TopicPartition(each.topic(), each.partition()))
        .toList();
  }

  private static void read(
      Consumer<byte[], byte[]> consumer,
      TopicPartition partition,
      long from,
      long to,
      long deadline,
      List<Letter> letters) {
    consumer.assign(List.of(partition));
    consumer.seek(partition, from);
    while (consumer.position(partition) < to) {
      if (System.nanoTime() > deadline) {
        throw unavailable();
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.offset() < to) {
          letters.add(Letter.of(record));
        }
      }
    }
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return RecordHeaders.text(header == null ? null : header.value());
  }

  private static Refusal unavailable() {
    return Refusal.until(
        ProblemCode.UNAVAILABLE, "The log does not answer at present", Duration.ofSeconds(1));
  }
}
