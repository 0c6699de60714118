package chat.gateway.log;

import chat.contract.log.Topic;
import chat.contract.log.Window;
import chat.epochs.LogEpoch;
import chat.gateway.log.PartitionOffsets.Range;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The partitions that a feed reads. Each is opened when the cluster has answered with its offsets,
 * and is complete when the feed has reached the end offset of that answer. The offsets of an
 * unreadable partition are queried again, which delays no other. Only the feed's thread uses it.
 */
final class FollowedPartitions {

  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

  /** A partition that is read. */
  private static final class Opened {
    final PartitionLog log;
    final long end;
    long next;

    Opened(PartitionLog log, long next, long end) {
      this.log = log;
      this.next = next;
      this.end = end;
    }

    boolean isComplete() {
      return next >= end;
    }
  }

  private final Consumer<byte[], byte[]> consumer;
  private final PartitionOffsets offsets;
  private final LogEpoch epoch;
  private final LogSettings settings;
  private final Executor waiters;
  private final Map<Integer, Opened> opened = new TreeMap<>();
  private final Map<Integer, CompletableFuture<Range>> asked = new HashMap<>();
  private final Set<Integer> failed = new HashSet<>();
  private long askedAt = System.nanoTime();

  FollowedPartitions(
      Consumer<byte[], byte[]> consumer,
      PartitionOffsets offsets,
      LogEpoch epoch,
      LogSettings settings,
      Executor waiters) {
    this.consumer = consumer;
    this.offsets = offsets;
    this.epoch = epoch;
    this.settings = settings;
    this.waiters = waiters;
    ask(IntStream.range(0, epoch.partitions()).boxed().toList());
  }

  /** The partition with a number; null if it is not read. */
  @Nullable PartitionLog log(int number) {
    Opened one = opened.get(number);
    return one == null ? null : one.log;
  }

  /** All partitions that are read. */
  List<PartitionLog> logs() {
    return opened.values().stream().map(one -> one.log).toList();
  }

  /** The partitions whose tails are complete, by number. */
  Map<Integer, PartitionLog> complete() {
    Map<Integer, PartitionLog> complete = new HashMap<>();
    opened.forEach(
        (number, one) -> {
          if (one.isComplete()) {
            complete.put(number, one.log);
          }
        });
    return Map.copyOf(complete);
  }

  /** Whether some partitions are complete, and all others failed to answer or have no leader. */
  boolean isSettled(IntPredicate leaderless) {
    return opened.values().stream().anyMatch(Opened::isComplete)
        && IntStream.range(0, epoch.partitions())
            .allMatch(number -> isSettled(number, leaderless.test(number)));
  }

  private boolean isSettled(int number, boolean leaderless) {
    Opened one = opened.get(number);
    return one == null ? leaderless || failed.contains(number) : leaderless || one.isComplete();
  }

  /**
   * Opens the partitions whose offsets the cluster has answered.
   *
   * @return whether a partition was opened
   */
  boolean openAnswered() {
    if (opened.size() == epoch.partitions()) {
      return false;
    }
    Map<Integer, Range> ranges = new TreeMap<>();
    Iterator<Map.Entry<Integer, CompletableFuture<Range>>> questions = asked.entrySet().iterator();
    while (questions.hasNext()) {
      Map.Entry<Integer, CompletableFuture<Range>> question = questions.next();
      CompletableFuture<Range> answer = question.getValue();
      if (answer.isDone()) {
        if (answer.isCompletedExceptionally()) {
          failed.add(question.getKey());
        } else {
          ranges.put(question.getKey(), answer.join());
        }
        questions.remove();
      }
    }
    open(ranges);
    askAgain();
    return !ranges.isEmpty();
  }

  /** Records the consumer's positions, past records that are no events. */
  void reached(ConsumerRecords<byte[], byte[]> polled) {
    polled
        .nextOffsets()
        .forEach(
            (partition, next) -> {
              Opened one = opened.get(partition.partition());
              if (one != null) {
                one.next = next.offset();
                one.log.reached(one.next);
              }
            });
  }

  private void open(Map<Integer, Range> ranges) {
    if (ranges.isEmpty()) {
      return;
    }
    Set<TopicPartition> all = new HashSet<>(consumer.assignment());
    ranges.keySet().forEach(number -> all.add(of(number)));
    // Partitions that were assigned before keep their position.
    consumer.assign(all);
    ranges.forEach((number, range) -> opened.put(number, open(number, range)));
  }

  /** The tail covers its last records; the window, all records that the first of them needs. */
  private Opened open(int number, Range range) {
    long tailStart = Math.max(range.begin(), range.end() - settings.tailRecords());
    long warmFrom = Math.max(range.begin(), tailStart - Window.WARM_UP);
    consumer.seek(of(number), warmFrom);
    PartitionLog log =
        new PartitionLog(
            epoch,
            number,
            warmFrom,
            tailStart,
            settings.tailRecords(),
            settings.tailBytes().toBytes() / epoch.partitions(),
            waiters);
    return new Opened(log, warmFrom, range.end());
  }

  private void askAgain() {
    if (System.nanoTime() - askedAt < ASK_AGAIN.toNanos()) {
      return;
    }
    List<Integer> missing =
        failed.stream()
            .filter(number -> !opened.containsKey(number) && !asked.containsKey(number))
            .toList();
    if (!missing.isEmpty()) {
      ask(missing);
    }
  }

  private void ask(List<Integer> numbers) {
    askedAt = System.nanoTime();
    asked.putAll(offsets.ranges(numbers));
  }

  private static TopicPartition of(int number) {
    return new TopicPartition(Topic.MESSAGES, number);
  }
}
