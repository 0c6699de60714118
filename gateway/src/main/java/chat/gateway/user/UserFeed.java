package chat.gateway.user;

import chat.contract.Topic;
import chat.contract.UserEventCodec;
import chat.guard.Vital;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Reads what happens to accounts, from all partitions, without a group: every gateway has to know
 * all of it. Begins as far back as a revocation matters, and is ready when it has come to where the
 * stream's end was. What can't be read is passed over, with a warning: it is nobody's revocation
 * that a gateway of this version made.
 */
public final class UserFeed implements SmartLifecycle, Vital {

  private static final Logger LOG = LoggerFactory.getLogger(UserFeed.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration RESTART_DELAY = Duration.ofSeconds(1);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final List<UserEventSink> sinks;
  private final InstantSource clock;
  private final Duration lookBack;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "user-feed");
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
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topic.USERS).stream()
            .map(partition -> new TopicPartition(Topic.USERS, partition.partition()))
            .toList();
    consumer.assign(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    seekBack(consumer, ends);
    while (running && !hasReached(consumer, ends)) {
      poll(consumer);
    }
    if (running && !ready) {
      ready = true;
      LOG.info("users' feed ready partitions={}", partitions.size());
    }
    while (running) {
      poll(consumer);
    }
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

  private static boolean hasReached(
      Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
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
