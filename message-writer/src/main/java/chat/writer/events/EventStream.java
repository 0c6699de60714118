package chat.writer.events;

import chat.contract.log.Topic;
import chat.edge.guard.Loop;
import chat.edge.guard.Outage;
import chat.writer.log.WriterSettings;
import chat.writer.log.WriterState;
import chat.writer.redaction.RedactedTwin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the room log as {@link Topic#EVENTS}, on one thread: polls its partitions, resolves the
 * records, and writes their events with the new offsets in one transaction, and in it also their
 * redacted twins if there is a key for them.
 *
 * <p>After any failure all partitions are opened again at the offsets that the group has. A
 * partition whose rooms can't be looked up rests, and delays no other.
 */
final class EventStream extends Loop {

  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

  /**
   * Least time between two transactions: a transaction costs the broker far more than an event in
   * it. A single event waits for nothing.
   */
  private static final Duration GATHER = Duration.ofMillis(150);

  /** The maximum time that the other partitions of a poll wait for one. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final String EARLY = "the tables have no event of the topic created again";

  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final EventTransactions transactions;
  private final EventPartitions partitions;
  private final @Nullable RedactedTwin twin;
  private final WriterSettings settings;
  private final boolean enabled;
  private final WriterState state;
  private final EventStreamMetrics metrics;
  private final Outage outage =
      new Outage(LOG, "publishing events failed, retrying: {}", "events are published again");

  private final RestingPartitions resting = new RestingPartitions();

  private volatile @Nullable Consumer<byte[], byte[]> open;
  private int failures;
  private long writtenAt = System.nanoTime() - GATHER.toNanos();

  EventStream(
      Supplier<Consumer<byte[], byte[]>> consumers,
      EventTransactions transactions,
      EventPartitions partitions,
      @Nullable RedactedTwin twin,
      WriterSettings settings,
      EventStreamSettings stream,
      WriterState state,
      EventStreamMetrics metrics) {
    super("event-stream", STOP_PATIENCE);
    this.consumers = consumers;
    this.transactions = transactions;
    this.partitions = partitions;
    this.twin = twin;
    this.settings = settings;
    this.enabled = stream.enabled();
    this.state = state;
    this.metrics = metrics;
  }

  @Override
  public boolean isAutoStartup() {
    return enabled;
  }

  @Override
  protected void wakeUp() {
    Consumer<byte[], byte[]> consumer = open;
    if (consumer != null) {
      consumer.wakeup();
    }
  }

  /** Runs until the stop. */
  @Override
  protected Duration round() throws InterruptedException {
    try (Consumer<byte[], byte[]> consumer = consumers.get();
        transactions) {
      open = consumer;
      consumer.subscribe(List.of(Topic.MESSAGES), new Rebalances());
      while (isRunning()) {
        follow(consumer);
      }
    } finally {
      open = null;
    }
    return Duration.ZERO;
  }

  private void follow(Consumer<byte[], byte[]> consumer) throws InterruptedException {
    ConsumerRecords<byte[], byte[]> polled = ConsumerRecords.empty();
    try {
      transactions.begin();
      polled = poll(consumer);
      handle(polled, consumer);
      failures = 0;
      outage.over();
    } catch (WakeupException e) {
      LOG.debug("woken up to stop");
    } catch (CommitFailedException e) {
      LOG.info("the group was balanced during a transaction, which is made again");
      startAgain(polled, consumer);
    } catch (RuntimeException e) {
      if (isRunning()) {
        outage.failed(e);
        metrics.failed();
        startAgain(polled, consumer);
        polled.partitions().forEach(partition -> state.failed(partition, e));
        boolean unused = pause(settings.rest(++failures));
      }
    }
  }

  /** A poll whose position the log does not have begins at the log's beginning. */
  private ConsumerRecords<byte[], byte[]> poll(Consumer<byte[], byte[]> consumer) {
    resting.resume(consumer);
    try {
      return consumer.poll(settings.pollTimeout());
    } catch (InvalidOffsetException e) {
      if (e instanceof OffsetOutOfRangeException) {
        LOG.warn("the log has no records any more at the offsets of {}", e.partitions());
      }
      partitions.forget(e.partitions());
      consumer.seekToBeginning(e.partitions());
      return ConsumerRecords.empty();
    }
  }

  private void handle(ConsumerRecords<byte[], byte[]> polled, Consumer<byte[], byte[]> consumer)
      throws InterruptedException {
    partitions.polled(polled, consumer);
    if (polled.isEmpty()) {
      return;
    }
    Map<TopicPartition, CompletableFuture<Void>> links = new LinkedHashMap<>();
    for (TopicPartition partition : polled.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> records = polled.records(partition);
      EventPartition assigned = partitions.find(partition);
      if (assigned == null || records.get(0).offset() < assigned.next()) {
        state.waiting(partition, records.get(0).timestamp());
        if (!open(partition, consumer)) {
          links.put(partition, CompletableFuture.failedFuture(new IllegalStateException(EARLY)));
        }
      } else {
        state.waiting(partition, assigned.waitingSince(records));
        partitions.drop(partition, assigned);
        links.put(partition, assigned.link(records));
      }
    }
    await(links.values());
    Set<TopicPartition> linked = new HashSet<>();
    links.forEach(
        (partition, link) -> {
          if (link.isDone() && !link.isCompletedExceptionally()) {
            linked.add(partition);
          } else {
            rest(partition, polled, link, consumer);
          }
        });
    publish(polled, linked, consumer);
    gather(polled, consumer);
  }

  private boolean open(TopicPartition partition, Consumer<byte[], byte[]> consumer)
      throws InterruptedException {
    partitions.forget(Set.of(partition));
    Map<String, Integer> counts = new HashMap<>();
    counts.put(Topic.EVENTS, transactions.partitions(Topic.EVENTS));
    if (twin != null) {
      counts.put(Topic.EVENTS_REDACTED, transactions.partitions(Topic.EVENTS_REDACTED));
    }
    return partitions.open(partition, consumer, counts);
  }

  private static void await(Collection<CompletableFuture<Void>> links) throws InterruptedException {
    try {
      CompletableFuture.allOf(links.toArray(CompletableFuture[]::new))
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("not all rooms are linked", e);
    }
  }

  private void publish(
      ConsumerRecords<byte[], byte[]> polled,
      Set<TopicPartition> linked,
      Consumer<byte[], byte[]> consumer) {
    List<ProducerRecord<byte[], byte[]>> events = new ArrayList<>(polled.count());
    Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
    for (TopicPartition partition : linked) {
      EventPartition assigned = Objects.requireNonNull(partitions.find(partition));
      events.addAll(assigned.resolve(polled.records(partition)));
      if (assigned.hasToCommit()) {
        commits.put(partition, assigned.commit());
      }
    }
    if (!commits.isEmpty()) {
      writtenAt = System.nanoTime();
      List<ProducerRecord<byte[], byte[]>> all = twin == null ? events : twin.beside(events);
      metrics.timeTransaction(() -> transactions.write(all, commits, consumer.groupMetadata()));
      metrics.published(events);
    }
    for (TopicPartition partition : linked) {
      EventPartition assigned = Objects.requireNonNull(partitions.find(partition));
      assigned.committed();
      partitions.drop(partition, assigned);
      if (consumer.currentLag(partition).orElse(0) == 0) {
        state.caughtUp(partition);
      }
    }
    state.recovered(linked);
  }

  /** Lets further records come, unless this process is behind. */
  private void gather(ConsumerRecords<byte[], byte[]> polled, Consumer<byte[], byte[]> consumer)
      throws InterruptedException {
    boolean isBehind =
        polled.partitions().stream()
            .anyMatch(partition -> consumer.currentLag(partition).orElse(1) > 0);
    long left = GATHER.toNanos() - (System.nanoTime() - writtenAt);
    if (!isBehind && left > 0) {
      boolean unused = pause(Duration.ofNanos(left));
    }
  }

  private void rest(
      TopicPartition partition,
      ConsumerRecords<byte[], byte[]> polled,
      CompletableFuture<Void> link,
      Consumer<byte[], byte[]> consumer) {
    Throwable cause =
        link.isDone()
            ? link.handle((done, error) -> error).join()
            : new TimeoutException("the tables do not answer");
    consumer.seek(partition, polled.records(partition).get(0).offset());
    resting.add(partition, settings.rest(state.failed(partition, cause)), consumer);
  }

  /**
   * Drops all that was resolved, as it may not count. The polled records come again, and with them
   * the group's offsets.
   */
  private void startAgain(
      ConsumerRecords<byte[], byte[]> polled, Consumer<byte[], byte[]> consumer) {
    transactions.close();
    partitions.forgetAll();
    for (TopicPartition partition : polled.partitions()) {
      if (consumer.assignment().contains(partition)) {
        consumer.seek(partition, polled.records(partition).get(0).offset());
      }
    }
  }

  private final class Rebalances implements ConsumerRebalanceListener {

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
      partitions.forget(assigned);
      if (!assigned.isEmpty()) {
        state.add(assigned);
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
      partitions.forget(revoked);
      state.remove(revoked);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> lost) {
      onPartitionsRevoked(lost);
    }
  }
}
