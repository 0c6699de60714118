package chat.writer.webhook;

import chat.contract.log.Topic;
import chat.edge.guard.Outage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.TopicPartition;
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

  /** While events wait, so that a lane with few gets more; longer the longer none is done. */
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
  private final WebhookPositions positions;

  private volatile Webhook hook;
  private volatile @Nullable Consumer<byte[], byte[]> open;
  private long committedAt = System.nanoTime();
  private Duration busyPoll = BUSY_POLL;
  private long done;

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
    this.positions = new WebhookPositions(lanes, KAFKA_TIMEOUT);
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

  /**
   * Changes all of the definition but the generation, with the next poll. Until then nothing is
   * sent. The lanes are stopped first, as the change starts them again.
   */
  void update(Webhook changed) {
    if (!changed.revision().equals(hook.revision())) {
      lanes.stop();
      hook = changed;
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
    } finally {
      lanes.leave();
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
      report.unreadable();
      boolean unused = stopped.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      open = null;
      lanes.close();
      positions.clear();
    }
  }

  private void step(Consumer<byte[], byte[]> consumer) {
    Webhook now = hook;
    if (!now.revision().equals(lanes.hook().revision())) {
      reopen(consumer, now);
    }
    admit(consumer);
    ConsumerRecords<byte[], byte[]> polled = poll(consumer);
    for (TopicPartition partition : polled.partitions()) {
      lanes.add(partition, wanted(polled.records(partition)));
    }
    polled.nextOffsets().forEach((partition, next) -> positions.added(partition, next.offset()));
    lanes.bury(deadLetters);
    if (System.nanoTime() - committedAt >= BETWEEN_COMMITS.toNanos()) {
      for (TopicPartition partition : consumer.assignment()) {
        positions.added(partition, consumer.position(partition, KAFKA_TIMEOUT));
      }
      positions.commit(consumer, consumer.assignment(), Map.of());
      measure(consumer);
      committedAt = System.nanoTime();
    }
  }

  /**
   * A changed definition begins with the first event that is not done: the former one passed over
   * other events, and those that it chose may not go to the new receiver.
   */
  private void reopen(Consumer<byte[], byte[]> consumer, Webhook changed) {
    lanes
        .close(consumer.assignment(), patience)
        .forEach(
            (partition, next) -> {
              consumer.seek(partition, next);
              positions.added(partition, next);
            });
    lanes.update(changed);
  }

  private void admit(Consumer<byte[], byte[]> consumer) {
    Set<TopicPartition> full = new HashSet<>(consumer.assignment());
    full.removeIf(partition -> !lanes.isFull(partition));
    Set<TopicPartition> paused = consumer.paused();
    if (!full.equals(paused)) {
      consumer.resume(paused);
      consumer.pause(full);
    }
  }

  private Duration pollTime() {
    if (lanes.waiting() == 0) {
      return IDLE_POLL;
    }
    long before = done;
    done = lanes.done();
    Duration longer = busyPoll.multipliedBy(2);
    busyPoll = done != before ? BUSY_POLL : longer.compareTo(IDLE_POLL) < 0 ? longer : IDLE_POLL;
    return busyPoll;
  }

  /** Events that the topic has no more are not delivered; the log tells of them. */
  private ConsumerRecords<byte[], byte[]> poll(Consumer<byte[], byte[]> consumer) {
    try {
      return consumer.poll(pollTime());
    } catch (InvalidOffsetException e) {
      LOG.warn("webhook {}: the topic has no events any more at its offsets", hook.name());
      consumer.seekToBeginning(e.partitions());
      return ConsumerRecords.empty();
    }
  }

  private List<WebhookEvent> wanted(List<ConsumerRecord<byte[], byte[]>> records) {
    Webhook now = lanes.hook();
    List<WebhookEvent> wanted = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> log : records) {
      WebhookEvent event = WebhookEvent.of(log);
      if (log.value() != null && now.wants(event.room(), event.type(), event.seq())) {
        wanted.add(event);
      }
    }
    return wanted;
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
      positions.commit(consumer, revoked, lanes.close(revoked, patience));
      positions.forget(revoked);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> lost) {
      lanes.close(lost, Duration.ZERO);
      positions.forget(lost);
    }
  }
}
