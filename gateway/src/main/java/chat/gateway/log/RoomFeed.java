package chat.gateway.log;

import chat.contract.RoomPartition;
import chat.contract.RoomRecord;
import chat.contract.Topic;
import chat.contract.Window;
import chat.epochs.LogEpoch;
import chat.epochs.LogEpochs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Reads all of the room log, on one thread, without a group: each gateway sees every event. It
 * starts so far back that the tail and the windows are as full as if it had always been there, and
 * is ready when every partition has come to where its end was at the start.
 */
public final class RoomFeed implements LogState, SmartLifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(RoomFeed.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration RESTART_DELAY = Duration.ofSeconds(1);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

  private final Function<Runnable, Consumer<byte[], byte[]>> consumers;
  private final Producer<String, byte[]> producer;
  private final LogEpochs epochs;
  private final Appends appends;
  private final EventSink sink;
  private final LogSettings settings;
  private final LogWatch watch;
  private final ErasedUsers erased;
  private final Erasures erasures;
  private final Executor waiters = ForkJoinPool.commonPool();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "room-feed");

  private volatile boolean running;
  private volatile boolean ready;
  private volatile List<PartitionLog> logs = List.of();

  /** Those that are being filled, or the same. */
  private volatile List<PartitionLog> filling = List.of();

  /** Whether what the consumer reads next may be of another topic than the one that it followed. */
  private volatile boolean inDoubt;

  private volatile long lag;

  /** Only the feed's thread uses it. */
  private long lookedAt = System.nanoTime();

  private String lossReason = "";

  RoomFeed(
      Function<Runnable, Consumer<byte[], byte[]>> consumers,
      Producer<String, byte[]> producer,
      LogEpochs epochs,
      Appends appends,
      EventSink sink,
      LogWatch watch,
      ErasedUsers erased,
      Erasures erasures,
      LogSettings settings) {
    this.consumers = consumers;
    this.producer = producer;
    this.epochs = epochs;
    this.appends = appends;
    this.sink = sink;
    this.watch = watch;
    this.erased = erased;
    this.erasures = erasures;
    this.settings = settings;
  }

  /** Whether the tail is complete, so that sockets can be served from it. */
  public boolean isReady() {
    return ready;
  }

  @Override
  public boolean isDown() {
    return !ready || watch.isDown();
  }

  @Override
  public boolean isLeaderless(String room) {
    int present = logs.size();
    return present > 0 && watch.isLeaderless(RoomPartition.of(room, present));
  }

  /** How many partitions can't be appended to at present. */
  int leaderless() {
    return watch.leaderless();
  }

  /** How many records the log had, as of the last answer of it, that were not taken yet. */
  long lag() {
    return lag;
  }

  @Override
  public int partitions() {
    return logs.size();
  }

  /** How many partitions are being read, also before all is there; 0 before the log was found. */
  public int partitionsRead() {
    return filling.size();
  }

  /** All partitions; none before the log was found. */
  List<PartitionLog> partitionLogs() {
    return logs;
  }

  /**
   * The partition that holds a room.
   *
   * @throws chat.gateway.problem.Refusal {@code unavailable} before the log was found
   */
  public PartitionLog logOf(String room) {
    List<PartitionLog> present = logs;
    if (present.isEmpty()) {
      throw RoomLog.unavailable();
    }
    return present.get(RoomPartition.of(room, present.size()));
  }

  /** From now on nobody is shown what somebody wrote whose account was erased. */
  public void leaveOut(String user, long erasedAt) {
    erased.add(user, erasedAt);
    filling.forEach(log -> log.leaveOut(erased));
  }

  @Override
  public void start() {
    running = true;
    thread.start();
  }

  @Override
  public void stop() {
    running = false;
    ready = false;
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

  private void run() {
    while (running) {
      try (Consumer<byte[], byte[]> consumer = consumers.apply(() -> inDoubt = true)) {
        follow(consumer);
      } catch (WakeupException | InterruptedException e) {
        running = false;
      } catch (RuntimeException | Error e) {
        tellOnce(e.toString());
        restartLater();
      }
    }
  }

  private void tellOnce(String reason) {
    if (!reason.equals(lossReason)) {
      LOG.warn("the room feed lost the log, it starts anew: {}", reason);
      lossReason = reason;
    }
  }

  private void restartLater() {
    if (ready) {
      ready = false;
      logs.forEach(PartitionLog::close);
      logs = List.of();
      sink.reset();
    }
    try {
      if (stopped.await(RESTART_DELAY.toMillis(), TimeUnit.MILLISECONDS)) {
        running = false;
      }
    } catch (InterruptedException e) {
      running = false;
    }
  }

  private void follow(Consumer<byte[], byte[]> consumer) throws InterruptedException {
    LogEpoch epoch = epochs.current(Topic.MESSAGES);
    List<TopicPartition> partitions =
        IntStream.range(0, epoch.partitions())
            .mapToObj(number -> new TopicPartition(Topic.MESSAGES, number))
            .toList();
    consumer.assign(partitions);
    Map<TopicPartition, Long> begin = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
    List<PartitionLog> fresh = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      fresh.add(
          open(
              consumer,
              epoch,
              partition,
              begin.getOrDefault(partition, 0L),
              end.getOrDefault(partition, 0L)));
    }
    filling = List.copyOf(fresh);
    erasures.recent().forEach(erased::add);
    watch.follow(epoch);
    catchUp(consumer, epoch, fresh, end);
    // Learns the topic now, so that no send has to wait for it.
    producer.partitionsFor(Topic.MESSAGES);
    logs = List.copyOf(fresh);
    ready = true;
    lossReason = "";
    LOG.info("room feed ready epoch={} partitions={}", epoch.epoch(), epoch.partitions());
    while (running && watch.isCurrent(epoch)) {
      poll(consumer, epoch, fresh);
    }
    if (running) {
      throw topicGone();
    }
  }

  /** The tail goes back over its records; the window, so far that it judges the first of them. */
  private PartitionLog open(
      Consumer<byte[], byte[]> consumer,
      LogEpoch epoch,
      TopicPartition partition,
      long begin,
      long end) {
    long tailStart = Math.max(begin, end - settings.tailRecords());
    long warmFrom = Math.max(begin, tailStart - Window.WARM_UP);
    consumer.seek(partition, warmFrom);
    long maxBytes = settings.tailBytes().toBytes() / epoch.partitions();
    return new PartitionLog(
        epoch,
        partition.partition(),
        warmFrom,
        tailStart,
        settings.tailRecords(),
        maxBytes,
        waiters);
  }

  private void catchUp(
      Consumer<byte[], byte[]> consumer,
      LogEpoch epoch,
      List<PartitionLog> fresh,
      Map<TopicPartition, Long> ends)
      throws InterruptedException {
    while (running
        && !ends.entrySet().stream()
            .allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
      poll(consumer, epoch, fresh);
    }
  }

  private void poll(
      Consumer<byte[], byte[]> consumer, LogEpoch epoch, List<PartitionLog> partitions)
      throws InterruptedException {
    ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
    if (!records.isEmpty()) {
      requireSameTopic(epoch);
    }
    long oldest = Long.MAX_VALUE;
    for (ConsumerRecord<byte[], byte[]> record : records) {
      oldest = Math.min(oldest, record.timestamp());
      take(partitions.get(record.partition()), record);
    }
    if (!records.isEmpty()) {
      sink.delivered(oldest);
    }
    reached(consumer, records.partitions(), partitions);
    appends.tell();
    if (records.isEmpty() || System.nanoTime() - lookedAt > POLL.toNanos()) {
      lookAround(consumer, partitions);
    }
  }

  private static void reached(
      Consumer<byte[], byte[]> consumer, Set<TopicPartition> read, List<PartitionLog> partitions) {
    for (TopicPartition partition : read) {
      partitions.get(partition.partition()).reached(consumer.position(partition));
    }
  }

  /** Where all partitions are. Not with every poll: most of them bring records of one partition. */
  private void lookAround(Consumer<byte[], byte[]> consumer, List<PartitionLog> partitions) {
    Set<TopicPartition> all = consumer.assignment();
    reached(consumer, all, partitions);
    lag = all.stream().mapToLong(one -> consumer.currentLag(one).orElse(0)).sum();
    lookedAt = System.nanoTime();
  }

  /**
   * A consumer goes on at its position in whatever topic has the name. What it read before the
   * topic is asked for its id, and is still the same, is of that topic.
   */
  private void requireSameTopic(LogEpoch epoch) throws InterruptedException {
    if (inDoubt) {
      inDoubt = false;
      if (!epochs.topicId(Topic.MESSAGES).equals(epoch.topicId())) {
        throw topicGone();
      }
    }
  }

  private static IllegalStateException topicGone() {
    return new IllegalStateException("the topic was deleted, or made anew");
  }

  private void take(PartitionLog log, ConsumerRecord<byte[], byte[]> record) {
    RoomRecord read = erased.without(ConsumedRecords.read(record, log.epoch().partitions()));
    sink.appended(record.timestamp());
    if (record.offset() < log.start()) {
      log.warm(record.offset(), read);
    } else {
      log.take(record.offset(), read, appends, sink);
    }
  }
}
