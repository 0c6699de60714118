package chat.writer.webhook;

import chat.contract.log.Topic;
import chat.edge.guard.Outage;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One webhook at work: a member of the webhook's consumer group on a thread of its own. The group
 * shares the partitions among processes and keeps the offsets; the member fetches nothing, as
 * {@link WebhookReader} reads for all webhooks. An offset is committed once the events before it
 * are delivered or dead letters, so after a crash some come again and none is lost.
 */
final class WebhookConsumer {

  private static final Logger LOG = LoggerFactory.getLogger(WebhookConsumer.class);

  /** Between two looks for changes of the definition and for dead letters. */
  private static final Duration POLL = Duration.ofMillis(100);

  private static final Duration BETWEEN_COMMITS = Duration.ofSeconds(1);
  private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  /** Beyond the longest wait for an answer. */
  private static final Duration MARGIN = Duration.ofSeconds(2);

  private final Function<String, Consumer<byte[], byte[]>> consumers;
  private final Lanes lanes;
  private final WebhookReader reader;
  private final WebhookReport report;
  private final GivenUpEvents deadLetters;
  private final Duration patience;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread;
  private final Outage outage;
  private final Outage unburied;
  private final WebhookCommits commits;

  private volatile Webhook hook;
  private volatile @Nullable Consumer<byte[], byte[]> open;
  private long committedAt = System.nanoTime();

  /** Keeps an event that is given up, with its error. */
  interface GivenUpEvents {
    CompletionStage<Void> keep(WebhookEvent event, String error);
  }

  /**
   * A webhook that is not started.
   *
   * @param consumers makes a consumer of a group
   * @param reader gives the lanes their events
   * @param deadLetters keeps the events that are given up
   * @param timeout longest wait for a receiver
   */
  WebhookConsumer(
      Webhook hook,
      Function<String, Consumer<byte[], byte[]>> consumers,
      Lanes lanes,
      WebhookReader reader,
      WebhookReport report,
      GivenUpEvents deadLetters,
      Duration timeout) {
    this.hook = hook;
    this.consumers = consumers;
    this.lanes = lanes;
    this.reader = reader;
    this.commits = new WebhookCommits(KAFKA_TIMEOUT);
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
    this.unburied =
        new Outage(
            LOG,
            "dead letters of webhook " + hook.name() + " can't be written, retrying: {}",
            "dead letters of webhook " + hook.name() + " are written again");
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
    reader.add(lanes);
    try {
      while (isWanted()) {
        follow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      reader.remove(lanes);
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
      commits.clear();
    }
  }

  private void step(Consumer<byte[], byte[]> consumer) {
    Webhook now = hook;
    if (!now.revision().equals(lanes.hook().revision())) {
      reopen(consumer, now);
    }
    var unused = consumer.poll(POLL);
    bury();
    if (System.nanoTime() - committedAt >= BETWEEN_COMMITS.toNanos()) {
      commits.commit(consumer, lanes.done());
      lanes.measure(reader::end);
      committedAt = System.nanoTime();
    }
  }

  /**
   * While a dead letter can't be written, the events behind it wait: it could be neither sent nor
   * found any more. All other partitions and webhooks go on.
   */
  private void bury() {
    for (OpenLanes.GivenUp one : lanes.bury()) {
      var unused =
          CompletableFuture.completedFuture(one)
              .thenCompose(it -> deadLetters.keep(it.event(), it.error()))
              .whenComplete((kept, failure) -> buried(one, failure));
    }
  }

  private void buried(OpenLanes.GivenUp one, @Nullable Throwable failure) {
    if (failure != null) {
      unburied.failed(failure);
    }
    lanes.buried(one.lane(), failure == null);
    if (!lanes.hasUnburied()) {
      unburied.over();
    }
  }

  /**
   * A changed definition begins with the first event that is not done: the former one passed over
   * other events, and those that it chose may not go to the new receiver.
   */
  private void reopen(Consumer<byte[], byte[]> consumer, Webhook changed) {
    Map<TopicPartition, OffsetAndMetadata> done = lanes.close(consumer.assignment(), patience);
    lanes.update(changed);
    lanes.open(done);
  }

  private final class Rebalances implements ConsumerRebalanceListener {

    private final Consumer<byte[], byte[]> consumer;

    Rebalances(Consumer<byte[], byte[]> consumer) {
      this.consumer = consumer;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
      lanes.open(WebhookStart.seek(consumer, new HashSet<>(assigned), hook, KAFKA_TIMEOUT));
      consumer.pause(assigned);
    }

    /** The next owner begins where this one ends: it waits for the answers under way. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
      commits.commit(consumer, lanes.close(revoked, patience));
      commits.forget(revoked);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> lost) {
      lanes.close(lost, Duration.ZERO);
      commits.forget(lost);
    }
  }
}
