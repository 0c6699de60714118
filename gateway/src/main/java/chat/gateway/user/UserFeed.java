package chat.gateway.user;

import chat.contract.Topic;
import chat.contract.UserEventCodec;
import chat.edge.guard.Vital;
import chat.gateway.topic.LedPartitions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Reads what happens to accounts, from all partitions, without a group: every gateway has to know
 * all of it. Begins as far back as a revocation matters, and is ready when it has come to where the
 * stream's end was. Of partitions that have no leader at the start it tells its sinks that they are
 * not known, and looks for them again. A record that can't be read is passed over, with a warning:
 * it is nobody's revocation that a gateway of this version made.
 */
public final class UserFeed implements SmartLifecycle, Vital {

  private static final Logger LOG = LoggerFactory.getLogger(UserFeed.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration RESTART_DELAY = Duration.ofSeconds(1);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final List<UserEventSink> sinks;
  private final InstantSource clock;
  private final Duration lookBack;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "user-feed");

  /** The partitions that were never read, null before the first; the feed's thread uses it. */
  private @Nullable Set<Integer> unread;

  private volatile boolean running;
  private volatile boolean ready;

  /**
   * A feed that is not yet started.
   *
   * @param lookBack from how long ago on events matter
   */
  UserFeed(
      Supplier<Consumer<byte[], byte[]>> consumers,
      List<UserEventSink> sinks,
      InstantSource clock,
      Duration lookBack) {
    this.consumers = consumers;
    this.sinks = List.copyOf(sinks);
    this.clock = clock;
    this.lookBack = lookBack;
  }

  /** Whether all is known that happened before the start. Stays so while the log is away. */
  public boolean isReady() {
    return ready;
  }

  @Override
  public void start() {
    running = true;
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void stop() {
    running = false;
    stopped.countDown();
    try {
      thread.join(STOP_PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public Stream<String> ended() {
    return Vital.ended(thread);
  }

  private void run() {
    while (running) {
      try (Consumer<byte[], byte[]> consumer = consumers.get()) {
        follow(consumer);
      } catch (WakeupException e) {
        running = false;
      } catch (RuntimeException e) {
        LOG.warn("the users' feed lost the log, it starts anew: {}", e.toString());
        restartLater();
      }
    }
  }

  private void restartLater() {
    try {
      if (stopped.await(RESTART_DELAY.toMillis(), TimeUnit.MILLISECONDS)) {
        running = false;
      }
    } catch (InterruptedException e) {
      running = false;
    }
  }

  private void follow(Consumer<byte[], byte[]> consumer) {
    LedPartitions partitions = LedPartitions.of(consumer, Topic.USERS);
    consumer.assign(partitions.led());
    Map<TopicPartition, Long> ends = partitions.ends(consumer);
    seekBack(consumer, ends);
    while (running && !LedPartitions.reached(consumer, ends)) {
      poll(consumer);
    }
    if (running) {
      readOnce(partitions);
    }
    long lookAgain = System.nanoTime() + LOOK_AGAIN.toNanos();
    while (running && (partitions.missing().isEmpty() || System.nanoTime() < lookAgain)) {
      poll(consumer);
    }
  }

  /** What was read once stays known: what happens later in a partition comes when it is back. */
  private void readOnce(LedPartitions partitions) {
    Set<Integer> before = unread;
    Set<Integer> missing = new TreeSet<>(partitions.missing());
    if (before != null) {
      missing.retainAll(before);
    }
    if (!missing.equals(before)) {
      sinks.forEach(sink -> sink.missing(Set.copyOf(missing), partitions.count()));
      LOG.info("users' feed ready partitions={} missing={}", partitions.count(), missing);
    }
    unread = missing;
    ready = true;
  }

  private void seekBack(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    long since = clock.instant().minus(lookBack).toEpochMilli();
    Map<TopicPartition, Long> times = new HashMap<>();
    ends.keySet().forEach(partition -> times.put(partition, since));
    Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(times);
    ends.forEach(
        (partition, end) -> {
          OffsetAndTimestamp start = starts.get(partition);
          consumer.seek(partition, start == null ? end : start.offset());
        });
  }

  private void poll(Consumer<byte[], byte[]> consumer) {
    consumer.poll(POLL).forEach(this::take);
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value();
    if (value == null) {
      return;
    }
    try {
      var event = UserEventCodec.decode(value);
      sinks.forEach(sink -> sink.take(event));
    } catch (IllegalArgumentException e) {
      LOG.warn(
          "passed over a record partition={} offset={}: {}",
          record.partition(),
          record.offset(),
          e.getMessage());
    }
  }
}
