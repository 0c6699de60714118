package chat.gateway.log;

import chat.contract.log.ErasedUsers;
import chat.contract.log.RoomPartition;
import chat.contract.log.RoomRecord;
import chat.contract.log.Topic;
import chat.edge.guard.Loop;
import chat.epochs.LogEpoch;
import chat.epochs.LogEpochs;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the whole room log on one thread, without a consumer group, so each gateway sees every
 * event. It starts so far back that tails and windows are full at once. It is ready when it has
 * read every readable partition to the end that the partition had at the start. Partitions without
 * a leader follow when they have one.
 */
public final class RoomFeed extends Loop implements LogState {

  private static final Logger LOG = LoggerFactory.getLogger(RoomFeed.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration ANSWER_POLL = Duration.ofMillis(20);
  private static final Duration RESTART_DELAY = Duration.ofSeconds(1);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

  private final Function<Runnable, Consumer<byte[], byte[]>> consumers;
  private final Producer<String, byte[]> producer;
  private final LogEpochs epochs;
  private final TopicLife life;
  private final PartitionOffsets offsets;
  private final Appends appends;
  private final EventSink sink;
  private final LogSettings settings;
  private final LogWatch watch;
  private final ErasedUsers erased;
  private final Erasures erasures;
  private final Executor waiters = ForkJoinPool.commonPool();

  private volatile boolean ready;
  private volatile CompleteTails tails = CompleteTails.NONE;

  /** All partitions that are read, complete or not. */
  private volatile List<PartitionLog> reading = List.of();

  private volatile long lag;

  /** Only the feed's thread uses it. */
  private long idledAt = System.nanoTime();

  private final FeedPace pace = new FeedPace(System.nanoTime());
  private String lossReason = "";

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
    super("room-feed", STOP_TIMEOUT);
    this.consumers = consumers;
    this.producer = producer;
    this.epochs = epochs;
    this.life = new TopicLife(epochs);
    this.offsets = offsets;
    this.appends = appends;
    this.sink = sink;
    this.watch = watch;
    this.erased = erased;
    this.erasures = erasures;
    this.settings = settings;
  }

  /** Whether the tails of all readable partitions are complete. */
  public boolean isReady() {
    return ready;
  }

  @Override
  public boolean isDown() {
    return !ready || watch.isDown();
  }

  @Override
  public boolean isLeaderless(String room) {
    CompleteTails current = tails;
    return current.partitions() > 0
        && (current.logOf(room) == null
            || watch.isLeaderless(RoomPartition.of(room, current.partitions())));
  }

  /** Whether a partition is known to be without a leader. */
  boolean isLeaderless(int partition) {
    return watch.isLeaderless(partition);
  }

  /** The numbers of the partitions that could not be read yet; none before the log was found. */
  List<Integer> missing() {
    return tails.missing();
  }

  /** Number of partitions that can't be appended to now. */
  int leaderless() {
    return watch.leaderless();
  }

  /** Number of records in the log, as of its last answer, that were not read yet. */
  public long lag() {
    return lag;
  }

  @Override
  public int partitions() {
    return tails.partitions();
  }

  /** Runs the continuations of waits for the log. */
  Executor waiters() {
    return waiters;
  }

  /** The partitions whose tails are complete, sorted by number. */
  public List<PartitionLog> partitionLogs() {
    return tails.sorted();
  }

  /** The partition with a number; null if its tail is not complete. */
  @Nullable PartitionLog partitionLog(int number) {
    return tails.logs().get(number);
  }

  /**
   * The partition that holds a room.
   *
   * @throws chat.edge.problem.Refusal {@code unavailable} before it could be read
   */
  public PartitionLog logOf(String room) {
    PartitionLog log = tails.logOf(room);
    if (log == null) {
      throw RoomLog.unavailable();
    }
    return log;
  }

  /** Hides names and texts of an erased account from now on. */
  public void removeErased(String user, long erasedAt) {
    erased.add(user, erasedAt);
    reading.forEach(log -> log.removeErased(erased));
  }

  @Override
  protected void wakeUp() {
    ready = false;
  }

  @Override
  protected Duration round() throws InterruptedException {
    try (Consumer<byte[], byte[]> consumer = consumers.apply(life::doubt)) {
      follow(consumer);
      return Duration.ZERO;
    } catch (RuntimeException | Error e) {
      warnOnce(e);
      reset();
      return RESTART_DELAY;
    }
  }

  private void warnOnce(Throwable e) {
    String reason = e.toString();
    if (!reason.equals(lossReason)) {
      LOG.warn("the room feed lost the log and starts again: {}", reason, e);
      lossReason = reason;
    }
  }

  private void reset() {
    if (ready) {
      ready = false;
      tails = CompleteTails.NONE;
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
      publish(epoch, followed);
    }
    if (isRunning()) {
      throw TopicLife.gone();
    }
  }

  /** Publishes the partitions that have become complete; the first ones all at once. */
  private void publish(LogEpoch epoch, FollowedPartitions followed) {
    if (!ready && isRunning() && followed.isSettled(watch::isLeaderless)) {
      // Fetches the topic's metadata now, so that no send has to wait for it.
      producer.partitionsFor(Topic.MESSAGES);
      tails = new CompleteTails(epoch.partitions(), followed.complete());
      ready = true;
      lossReason = "";
      LOG.info(
          "room feed ready epoch={} partitions={} missing={}",
          epoch.epoch(),
          epoch.partitions(),
          tails.missing());
    } else if (ready && tails.logs().size() < epoch.partitions()) {
      Map<Integer, PartitionLog> complete = followed.complete();
      if (complete.size() > tails.logs().size()) {
        tails = new CompleteTails(epoch.partitions(), complete);
        LOG.info("room feed follows more partitions missing={}", tails.missing());
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
    appends.completeSettled();
    if (records.isEmpty() || System.nanoTime() - idledAt > POLL.toNanos()) {
      idle(consumer);
    }
    boolean unused = pause(pace.after(records.count(), System.nanoTime()));
  }

  /** Maintains all partitions; not with every poll, as most polls have records of one partition. */
  private void idle(Consumer<byte[], byte[]> consumer) {
    reading.forEach(PartitionLog::idle);
    lag = consumer.assignment().stream().mapToLong(one -> consumer.currentLag(one).orElse(0)).sum();
    idledAt = System.nanoTime();
  }

  /**
   * Holds records back while the cluster does not answer. Returns false if the feed was stopped.
   */
  private boolean isOfSameTopic(LogEpoch epoch) throws InterruptedException {
    while (!life.isConfirmed(epoch)) {
      if (!pause(POLL)) {
        return false;
      }
    }
    return true;
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
