package chat.presence.tracking;

import chat.contract.log.RecordHeaders;
import chat.contract.log.Topic;
import chat.contract.presence.Presence;
import chat.contract.presence.PresenceCodec;
import chat.contract.presence.SessionEvent;
import chat.contract.presence.SessionEventCodec;
import chat.edge.guard.Loop;
import chat.tracing.Tracing;
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
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/**
 * Runs a tracker. After any failure it releases all partitions and starts again: its whole state is
 * in the store and the log.
 */
final class TrackerLoop extends Loop {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration COMMIT_INTERVAL = Duration.ofSeconds(2);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Producer<String, byte[]> producer;
  private final PresenceStore store;
  private final TrackerSettings settings;
  private final TrackerState state;
  private final Tracing tracing;

  TrackerLoop(
      Supplier<Consumer<byte[], byte[]>> consumers,
      Producer<String, byte[]> producer,
      PresenceStore store,
      TrackerSettings settings,
      TrackerState state,
      Tracing tracing) {
    super("presence-tracker", STOP_PATIENCE);
    this.consumers = consumers;
    this.producer = producer;
    this.store = store;
    this.settings = settings;
    this.state = state;
    this.tracing = tracing;
  }

  @Override
  protected Duration round() {
    try (Consumer<byte[], byte[]> consumer = consumers.get()) {
      new Membership(consumer).follow();
      return Duration.ZERO;
    } catch (InterruptException e) {
      return Duration.ZERO; // the thread is interrupted, which ends the loop
    } catch (RuntimeException e) {
      state.failed(e);
      return settings.restartDelay();
    }
  }

  /** One membership in the consumer group. */
  private final class Membership implements ConsumerRebalanceListener {

    private final Consumer<byte[], byte[]> consumer;
    private final KafkaTrackedLog log;
    private final Tracker tracker;
    private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();

    /**
     * The committed offsets of assigned partitions that are not opened: they have no leader, or
     * their part of the store does not answer.
     */
    private final Map<Integer, Long> waiting = new LinkedHashMap<>();

    private long nextTick = System.nanoTime();
    private long nextCommit = System.nanoTime() + COMMIT_INTERVAL.toNanos();

    Membership(Consumer<byte[], byte[]> consumer) {
      this.consumer = consumer;
      this.log = new KafkaTrackedLog(consumer, producer, state, tracing);
      this.tracker = new Tracker(store, log);
    }

    void follow() {
      consumer.subscribe(List.of(Topic.SESSIONS, Topic.PRESENCE), this);
      while (isRunning()) {
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
        handle(polled);
        long now = System.nanoTime();
        if (now - nextTick >= 0) {
          nextTick = now + settings.tickInterval().toNanos();
          acquireWaiting();
          tracker.tick();
          waitForAway();
          state.has(tracker.partitions().size());
          state.worked();
        }
        if (now - nextCommit >= 0) {
          nextCommit = now + COMMIT_INTERVAL.toNanos();
          commit();
        }
      }
    }

    private void handle(ConsumerRecords<byte[], byte[]> polled) {
      Map<Integer, Batch<Presence>> presence = new TreeMap<>();
      for (int number : tracker.partitions()) {
        TopicPartition of = new TopicPartition(Topic.PRESENCE, number);
        presence.put(number, new Batch<>(readPresence(polled.records(of)), consumer.position(of)));
      }
      Set<Integer> moved = tracker.presence(presence);
      Map<Integer, Batch<Logged>> sessions = new TreeMap<>();
      for (int number : tracker.partitions()) {
        TopicPartition of = new TopicPartition(Topic.SESSIONS, number);
        if (!moved.contains(number) && !polled.records(of).isEmpty()) {
          sessions.put(number, new Batch<>(readEvents(polled.records(of)), consumer.position(of)));
        }
      }
      tracker.sessions(sessions);
      log.followsNothing();
      state.applied(sessions.values().stream().mapToInt(batch -> batch.records().size()).sum());
    }

    private List<Logged> readEvents(List<ConsumerRecord<byte[], byte[]>> records) {
      List<Logged> events = new ArrayList<>(records.size());
      for (ConsumerRecord<byte[], byte[]> record : records) {
        try {
          SessionEvent event = SessionEventCodec.decode(value(record));
          events.add(new Logged(record.offset(), event));
          Header trace = record.headers().lastHeader(RecordHeaders.TRACEPARENT);
          if (trace != null) {
            log.follows(event.user().id(), trace.value());
          }
        } catch (IllegalArgumentException e) {
          state.unreadable(e);
        }
      }
      return events;
    }

    private List<Presence> readPresence(List<ConsumerRecord<byte[], byte[]>> records) {
      List<Presence> presences = new ArrayList<>(records.size());
      for (ConsumerRecord<byte[], byte[]> record : records) {
        if (record.value() == null) {
          continue; // an erased account, which has no presence
        }
        try {
          presences.add(PresenceCodec.decode(record.value()));
        } catch (IllegalArgumentException e) {
          state.unreadable(e);
        }
      }
      return presences;
    }

    private byte[] value(ConsumerRecord<byte[], byte[]> record) {
      if (record.value() == null) {
        throw new IllegalArgumentException("no value");
      }
      return record.value();
    }

    /** Only needed when the store has lost its positions, and for monitoring of the group's lag. */
    private void commit() {
      Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
      for (int partition : tracker.partitions()) {
        offsets.put(
            new TopicPartition(Topic.SESSIONS, partition),
            new OffsetAndMetadata(tracker.applied(partition)));
      }
      offsets
          .entrySet()
          .removeIf(offset -> offset.getValue().equals(committed.get(offset.getKey())));
      if (!offsets.isEmpty()) {
        consumer.commitAsync(offsets, this::noteCommit);
        committed.putAll(offsets);
      }
    }

    /** What was not committed is committed again, unless the partition has gone to another. */
    private void noteCommit(
        Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable Exception failure) {
      if (failure != null) {
        offsets.keySet().forEach(committed::remove);
      }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
      Set<Integer> sessions = numbers(assigned, Topic.SESSIONS);
      if (!sessions.equals(numbers(assigned, Topic.PRESENCE))) {
        throw new IllegalStateException(
            Topic.SESSIONS + " and " + Topic.PRESENCE + " have different partitions");
      }
      Map<TopicPartition, OffsetAndMetadata> offsets = consumer.committed(Set.copyOf(assigned));
      for (int number : sessions) {
        OffsetAndMetadata offset = offsets.get(new TopicPartition(Topic.SESSIONS, number));
        waiting.put(number, offset == null ? 0 : offset.offset());
      }
      // Opened in the loop: here a failure of the store would be one of the group's listener.
      // Records
      // that are polled before are read again, as a partition is opened at the store's position.
      nextTick = System.nanoTime();
    }

    /**
     * Opens the partitions that can be opened. A part of the store that does not answer costs the
     * others one call at a time; without an answer of any part the tracker starts again.
     */
    private void acquireWaiting() {
      RuntimeException failure = null;
      for (int number : List.copyOf(waiting.keySet())) {
        boolean patient = failure == null || tracker.partitions().isEmpty();
        if (patient && log.isLed(number)) {
          failure = acquire(number);
        }
      }
      if (failure != null) {
        if (tracker.partitions().isEmpty()) {
          throw failure;
        }
        state.failedPartly(failure);
      } else if (waiting.isEmpty()) {
        state.opened();
      }
    }

    /** The others go on. */
    private void waitForAway() {
      Map<Integer, Long> away = tracker.takeAway();
      waiting.putAll(away);
      if (!away.isEmpty()) {
        state.failedPartly(new IllegalStateException("no answer for partitions " + away.keySet()));
      }
    }

    private @Nullable DataAccessException acquire(int number) {
      long committed = Objects.requireNonNull(waiting.remove(number));
      try {
        tracker.acquire(number, committed);
        return null;
      } catch (DataAccessException e) {
        tracker.release(number);
        waiting.put(number, committed); // behind the others
        return e;
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
      Set<Integer> sessions = numbers(revoked, Topic.SESSIONS);
      waiting.keySet().removeAll(sessions);
      sessions.forEach(tracker::release);
    }

    private static Set<Integer> numbers(Collection<TopicPartition> partitions, String topic) {
      Set<Integer> numbers = new HashSet<>();
      partitions.stream()
          .filter(partition -> partition.topic().equals(topic))
          .forEach(partition -> numbers.add(partition.partition()));
      return numbers;
    }
  }
}
