package chat.gateway.log;

import chat.contract.log.RoomPartition;
import chat.contract.log.RoomRecord;
import chat.contract.log.Topic;
import chat.edge.guard.Loop;
import chat.edge.guard.Outage;
import chat.epochs.LogEpoch;
import chat.epochs.LogEpochs;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all of the room log, on one thread, without a group: each gateway sees every event. It
 * starts so far back that the tail and the windows are as full as if it had always been there, and
 * is ready when every partition that can be read has come to where its end was at the start. Those
 * that can't be read then, as they have no leader, follow when they can.
 */
public final class RoomFeed extends Loop implements LogState {

  private static final Logger LOG = LoggerFactory.getLogger(RoomFeed.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration ANSWER_POLL = Duration.ofMillis(20);
  private static final Duration RESTART_DELAY = Duration.ofSeconds(1);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

  /** What is shown of the log: how many partitions it has, and those whose tails are complete. */
  private record Shown(int partitions, Map<Integer, PartitionLog> logs) {
    static final Shown NOTHING = new Shown(0, Map.of());

    @Nullable PartitionLog logOf(String room) {
      return partitions == 0 ? null : logs.get(RoomPartition.of(room, partitions));
    }

    List<Integer> missing() {
      return IntStream.range(0, partitions)
          .filter(number -> !logs.containsKey(number))
          .boxed()
          .toList();
    }
  }

  private final Function<Runnable, Consumer<byte[], byte[]>> consumers;
  private final Producer<String, byte[]> producer;
  private final LogEpochs epochs;
  private final PartitionOffsets offsets;
  private final Appends appends;
  private final EventSink sink;
  private final LogSettings settings;
  private final LogWatch watch;
  private final ErasedUsers erased;
  private final Erasures erasures;
  private final Executor waiters = ForkJoinPool.commonPool();

  private volatile boolean ready;
  private volatile Shown shown = Shown.NOTHING;

  /** All that are being read, complete or not, and of how many. */
  private volatile List<PartitionLog> reading = List.of();

  /** Whether what the consumer reads next may be of another topic than the one that it followed. */
  private volatile boolean inDoubt;

  private volatile long lag;

  /** Only the feed's thread uses it. */
  private long lookedAt = System.nanoTime();

  private String lossReason = "";

  private final Outage doubt =
      new Outage(
          LOG,
          "records are held back until the log says that its topic is the same: {}",
          "the topic of the log is the same, its records are read again");

  public RoomFeed(
      Function<Runnable, Consumer<byte[], byte[]>> consumers,
      Producer<String, byte[]> producer,
      LogEpochs epochs,
      PartitionOffsets offsets,
      Appends appends,
      EventSink sink,
      LogWatch watch,
      ErasedUsers erased,
      Erasures erasures,
      LogSettings settings) {
    super("room-feed", STOP_PATIENCE);
    this.consumers = consumers;
    this.producer = producer;
    this.epochs = epochs;
    this.offsets = offsets;
    this.appends = appends;
    this.sink = sink;
    this.watch = watch;
    this.erased = erased;
    this.erasures = erasures;
    this.settings = settings;
  }

  /** Whether the tail is complete, as far as it can be, so that sockets can be served from it. */
  public boolean isReady() {
    return ready;
  }

  @Override
  public boolean isDown() {
    return !ready || watch.isDown();
  }

  @Override
  public boolean isLeaderless(String room) {
    Shown present = shown;
    return present.partitions > 0
        && (present.logOf(room) == null
            || watch.isLeaderless(RoomPartition.of(room, present.partitions)));
  }

  /** Whether a partition is known to be without a leader. */
  boolean isLeaderless(int partition) {
    return watch.isLeaderless(partition);
  }

  /** The numbers of the partitions that could not be read yet; none before the log was found. */
  List<Integer> missing() {
    return shown.missing();
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
    return shown.partitions;
  }

  /** Runs what waits for the log. */
  Executor waiters() {
    return waiters;
  }

  /** The partitions whose tails are complete, in order of their numbers. */
  List<PartitionLog> partitionLogs() {
    return shown.logs.values().stream()
        .sorted(Comparator.comparingInt(PartitionLog::partition))
        .toList();
  }

  /** The partition of a number; null if its tail is not complete. */
  @Nullable PartitionLog partitionLog(int number) {
    return shown.logs.get(number);
  }

  /**
   * The partition that holds a room.
   *
   * @throws chat.edge.problem.Refusal {@code unavailable} before it could be read
   */
  public PartitionLog logOf(String room) {
    PartitionLog log = shown.logOf(room);
    if (log == null) {
      throw RoomLog.unavailable();
    }
    return log;
  }

  /** Hides the messages of an erased account from now on. */
  public void leaveOut(String user, long erasedAt) {
    erased.add(user, erasedAt);
    reading.forEach(log -> log.leaveOut(erased));
  }

  @Override
  protected void wakeUp() {
    ready = false;
  }

  @Override
  protected Duration round() throws InterruptedException {
    try (Consumer<byte[], byte[]> consumer = consumers.apply(() -> inDoubt = true)) {
      follow(consumer);
      return Duration.ZERO;
    } catch (RuntimeException | Error e) {
      tellOnce(e.toString());
      letGo();
      return RESTART_DELAY;
    }
  }

  private void tellOnce(String reason) {
    if (!reason.equals(lossReason)) {
      LOG.warn("the room feed lost the log and starts again: {}", reason);
      lossReason = reason;
    }
  }

  private void letGo() {
    if (ready) {
      ready = false;
      shown = Shown.NOTHING;
      reading.forEach(PartitionLog::close);
      sink.reset();
    }
  }

  private void follow(Consumer<byte[], byte[]> consumer) throws InterruptedException {
    LogEpoch epoch = epochs.current(Topic.MESSAGES);
    sink.begin(epoch.partitions());
    reading = List.of();
    erasures.recent().forEach(erased::add);
    watch.follow(epoch);
    FollowedPartitions followed =
        new FollowedPartitions(consumer, offsets, epoch, settings, waiters);
    while (isRunning() && watch.isCurrent(epoch)) {
      if (followed.openAnswered()) {
        reading = followed.logs();
      }
      if (reading.isEmpty()) {
        pause(ANSWER_POLL);
      } else {
        poll(consumer, epoch, followed);
      }
      show(epoch, followed);
    }
    if (isRunning()) {
      throw topicGone();
    }
  }

  /** Shows the partitions that have become complete; the first of them all at once. */
  private void show(LogEpoch epoch, FollowedPartitions followed) {
    if (!ready && isRunning() && followed.isSettled(watch::isLeaderless)) {
      // Learns the topic now, so that no send has to wait for it.
      producer.partitionsFor(Topic.MESSAGES);
      shown = new Shown(epoch.partitions(), followed.complete());
      ready = true;
      lossReason = "";
      LOG.info(
          "room feed ready epoch={} partitions={} missing={}",
          epoch.epoch(),
          epoch.partitions(),
          shown.missing());
    } else if (ready && shown.logs.size() < epoch.partitions()) {
      Map<Integer, PartitionLog> complete = followed.complete();
      if (complete.size() > shown.logs.size()) {
        shown = new Shown(epoch.partitions(), complete);
        LOG.info("room feed follows more partitions missing={}", shown.missing());
      }
    }
  }

  private void poll(Consumer<byte[], byte[]> consumer, LogEpoch epoch, FollowedPartitions followed)
      throws InterruptedException {
    ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
    if (!records.isEmpty() && !isOfSameTopic(epoch)) {
      return;
    }
    long oldest = Long.MAX_VALUE;
    for (ConsumerRecord<byte[], byte[]> record : records) {
      oldest = Math.min(oldest, record.timestamp());
      handle(Objects.requireNonNull(followed.log(record.partition())), record);
    }
    if (!records.isEmpty()) {
      sink.flush(oldest);
    }
    followed.reached(records);
    appends.tell();
    if (records.isEmpty() || System.nanoTime() - lookedAt > POLL.toNanos()) {
      lookAround(consumer);
    }
  }

  /** How all partitions are. Not with every poll: most of them bring records of one partition. */
  private void lookAround(Consumer<byte[], byte[]> consumer) {
    reading.forEach(PartitionLog::rest);
    lag = consumer.assignment().stream().mapToLong(one -> consumer.currentLag(one).orElse(0)).sum();
    lookedAt = System.nanoTime();
  }

  /**
   * A consumer goes on at its position in whatever topic has the name. What it read before the
   * topic is asked for its id, and is still the same, is of that topic. While the cluster gives no
   * answer the records are held back; all that was taken before stays as it is.
   *
   * @return false if the feed was stopped before there was an answer
   */
  private boolean isOfSameTopic(LogEpoch epoch) throws InterruptedException {
    while (inDoubt) {
      inDoubt = false;
      try {
        if (!epochs.topicId(Topic.MESSAGES).equals(epoch.topicId())) {
          throw topicGone();
        }
      } catch (KafkaException e) {
        if (e.getCause() instanceof UnknownTopicOrPartitionException) {
          throw topicGone();
        }
        inDoubt = true;
        doubt.failed(e);
        if (!pause(POLL)) {
          return false;
        }
      }
    }
    doubt.over();
    return true;
  }

  private static IllegalStateException topicGone() {
    return new IllegalStateException("the topic was deleted, or made again");
  }

  private void handle(PartitionLog log, ConsumerRecord<byte[], byte[]> record) {
    RoomRecord read = erased.without(ConsumedRecords.read(record, log.epoch().partitions()));
    sink.appended(record.timestamp());
    if (record.offset() < log.start()) {
      log.warm(record.offset(), read);
    } else {
      log.append(record.offset(), read, appends, sink);
    }
  }
}
