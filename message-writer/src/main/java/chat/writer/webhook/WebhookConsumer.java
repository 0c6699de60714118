package chat.writer.webhook;

import chat.contract.log.Topic;
import chat.edge.guard.Outage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One webhook at work: a member of the webhook's consumer group on a thread of its own. An offset
 * is committed once the events before it are delivered or dead letters, so after a crash some come
 * again and none is lost.
 */
final class WebhookConsumer {

  private static final Logger LOG = LoggerFactory.getLogger(WebhookConsumer.class);

  private static final Duration IDLE_POLL = Duration.ofMillis(500);

  /** While events wait, so that a lane with few gets more. */
  private static final Duration BUSY_POLL = Duration.ofMillis(20);

  private static final Duration BETWEEN_COMMITS = Duration.ofSeconds(1);
  private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  /** Beyond the longest wait for an answer. */
  private static final Duration MARGIN = Duration.ofSeconds(2);

  private final Function<String, Consumer<byte[], byte[]>> consumers;
  private final Lanes lanes;
  private final WebhookReport report;
  private final BiConsumer<WebhookEvent, String> deadLetters;
  private final Duration patience;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread;
  private final Outage outage;
  private final Map<TopicPartition, Long> committed = new HashMap<>();

  private volatile Webhook hook;
  private volatile @Nullable Consumer<byte[], byte[]> open;
  private long committedAt = System.nanoTime();

  /**
   * A webhook that is not started.
   *
   * @param consumers makes a consumer of a group
   * @param deadLetters keeps an event that is given up, with its error; blocks
   * @param timeout longest wait for a receiver
   */
  WebhookConsumer(
      Webhook hook,
      Function<String, Consumer<byte[], byte[]>> consumers,
      Lanes lanes,
      WebhookReport report,
      BiConsumer<WebhookEvent, String> deadLetters,
      Duration timeout) {
    this.hook = hook;
    this.consumers = consumers;
    this.lanes = lanes;
    this.report = report;
    this.deadLetters = deadLetters;
    this.patience = timeout.plus(MARGIN);
    this.thread = new Thread(this::run, "webhook-" + hook.name());
    this.thread.setDaemon(true);
    this.outage =
        new Outage(
            LOG,
            "webhook " + hook.name() + " can't read its events, retrying: {}",
            "webhook " + hook.name() + " reads its events again");
  }

  void start() {
    thread.start();
  }

  Webhook hook() {
    return hook;
  }

  WebhookReport report() {
    return report;
  }

  /** Changes all of the definition but the generation. */
  void update(Webhook changed) {
    if (!changed.revision().equals(hook.revision())) {
      hook = changed;
      lanes.update(changed);
    }
  }

  /** Tells it to stop, without a wait. */
  void end() {
    stopped.countDown();
    Consumer<byte[], byte[]> consumer = open;
    if (consumer != null) {
      consumer.wakeup();
    }
  }

  boolean hasEnded() {
    return !thread.isAlive();
  }

  /** Waits until it has ended. */
  void join(Duration longest) throws InterruptedException {
    thread.join(Math.max(1, longest.toMillis()));
  }

  private void run() {
    try {
      while (isWanted()) {
        follow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isWanted() {
    return stopped.getCount() > 0;
  }

  private void follow() throws InterruptedException {
    try (Consumer<byte[], byte[]> consumer = consumers.apply(hook.group())) {
      open = consumer;
      consumer.subscribe(List.of(Topic.EVENTS), new Rebalances(consumer));
      while (isWanted()) {
        step(consumer);
        outage.over();
      }
    } catch (WakeupException e) {
      LOG.debug("woken up to stop");
    } catch (RuntimeException e) {
      outage.failed(e);
      boolean unused = stopped.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      open = null;
    }
  }

  private void step(Consumer<byte[], byte[]> consumer) {
    for (TopicPartition partition : consumer.assignment()) {
      if (lanes.isFull(partition)) {
        consumer.pause(Set.of(partition));
      } else {
        consumer.resume(Set.of(partition));
      }
    }
    ConsumerRecords<byte[], byte[]> polled = poll(consumer);
    for (TopicPartition partition : polled.partitions()) {
      lanes.add(partition, wanted(polled.records(partition)));
    }
    lanes.bury(deadLetters);
    if (System.nanoTime() - committedAt >= BETWEEN_COMMITS.toNanos()) {
      commit(consumer, consumer.assignment());
      measure(consumer);
      committedAt = System.nanoTime();
    }
  }

  /** Events that the topic has no more are not delivered; the log tells of them. */
  private ConsumerRecords<byte[], byte[]> poll(Consumer<byte[], byte[]> consumer) {
    try {
      return consumer.poll(lanes.waiting() == 0 ? IDLE_POLL : BUSY_POLL);
    } catch (InvalidOffsetException e) {
      LOG.warn("webhook {}: the topic has no events any more at its offsets", hook.name());
      consumer.seekToBeginning(e.partitions());
      return ConsumerRecords.empty();
    }
  }

  private List<WebhookEvent> wanted(List<ConsumerRecord<byte[], byte[]>> records) {
    Webhook now = hook;
    List<WebhookEvent> wanted = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> log : records) {
      WebhookEvent event = WebhookEvent.of(log);
      if (log.value() != null && now.wants(event.room(), event.type(), event.seq())) {
        wanted.add(event);
      }
    }
    return wanted;
  }

  /** Commits up to the first event of each partition that is not done. */
  private void commit(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
    Map<TopicPartition, Long> next = new HashMap<>();
    for (TopicPartition partition : partitions) {
      OptionalLong first = lanes.first(partition);
      next.put(
          partition,
          first.isPresent() ? first.getAsLong() : consumer.position(partition, KAFKA_TIMEOUT));
    }
    commit(consumer, next);
  }

  private void commit(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> next) {
    Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
    next.forEach(
        (partition, offset) -> {
          if (!offset.equals(committed.get(partition))) {
            commits.put(partition, new OffsetAndMetadata(offset));
          }
        });
    if (commits.isEmpty()) {
      return;
    }
    try {
      consumer.commitSync(commits, KAFKA_TIMEOUT);
      committed.putAll(next);
    } catch (RebalanceInProgressException | CommitFailedException e) {
      LOG.debug("the group is being balanced: committed later, or by the next owner", e);
    }
  }

  private void measure(Consumer<byte[], byte[]> consumer) {
    long records = lanes.waiting();
    for (TopicPartition partition : consumer.assignment()) {
      records += consumer.currentLag(partition).orElse(0);
    }
    report.behind(records, lanes.oldest(0));
  }

  private final class Rebalances implements ConsumerRebalanceListener {

    private final Consumer<byte[], byte[]> consumer;

    Rebalances(Consumer<byte[], byte[]> consumer) {
      this.consumer = consumer;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
      WebhookStart.seek(consumer, new HashSet<>(assigned), hook, KAFKA_TIMEOUT);
    }

    /** The next owner begins where this one ends: it waits for the answers under way. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
      Map<TopicPartition, Long> next = lanes.close(revoked, patience);
      for (TopicPartition partition : revoked) {
        next.computeIfAbsent(partition, done -> consumer.position(done, KAFKA_TIMEOUT));
      }
      commit(consumer, next);
      committed.keySet().removeAll(revoked);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> lost) {
      lanes.close(lost, Duration.ZERO);
      committed.keySet().removeAll(lost);
    }
  }
}
