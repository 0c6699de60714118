package chat.presence.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.contract.log.Topic;
import chat.contract.presence.Presence;
import chat.contract.presence.SessionEvent;
import chat.tracing.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy.StrategyType;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A tracker of two partitions, of which one can't be read. */
class LeaderlessPartitionTest {

  private static final List<String> TOPICS = List.of(Topic.SESSIONS, Topic.PRESENCE);
  private static final Node BROKER = new Node(1, "127.0.0.1", 1);
  private static final TrackerSettings SETTINGS =
      new TrackerSettings(
          Duration.ofSeconds(2),
          Duration.ofSeconds(4),
          Duration.ofSeconds(2),
          Duration.ofMillis(10),
          500,
          Duration.ofMillis(100));

  private final Map<Integer, Node> leaders = new ConcurrentHashMap<>();
  private final MockConsumer<byte[], byte[]> consumer =
      new MockConsumer<>(StrategyType.EARLIEST.toString()) {
        @Override
        public synchronized Map<TopicPartition, Long> beginningOffsets(
            Collection<TopicPartition> asked) {
          if (asked.stream().anyMatch(partition -> !isLed(partition.partition()))) {
            throw new TimeoutException("planted");
          }
          return super.beginningOffsets(asked);
        }
      };
  private final EmptyStore store = new EmptyStore();
  private final TrackerState state = new TrackerState(new SimpleMeterRegistry());
  private final TrackerLoop tracker =
      new TrackerLoop(
          () -> consumer,
          new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer()),
          store,
          SETTINGS,
          state,
          Tracing.OFF);

  @AfterEach
  void stop() {
    tracker.stop();
  }

  @Test
  void the_others_are_served_and_it_follows_when_it_has_a_leader() {
    lead(0, BROKER);
    lead(1, Node.noNode());
    consumer.schedulePollTask(() -> consumer.rebalance(partitions(0, 1)));
    tracker.start();
    await().atMost(Duration.ofMinutes(1)).until(() -> state.partitions() == 1);
    assertThat(state.worksWithin(Duration.ofSeconds(30))).isTrue();

    consumer.schedulePollTask(() -> lead(1, BROKER));
    await().atMost(Duration.ofMinutes(1)).until(() -> state.partitions() == 2);
  }

  @Test
  void one_that_is_revoked_meanwhile_is_not_followed() {
    lead(0, BROKER);
    lead(1, Node.noNode());
    consumer.schedulePollTask(() -> consumer.rebalance(partitions(0, 1)));
    tracker.start();
    await().atMost(Duration.ofMinutes(1)).until(() -> state.partitions() == 1);
    consumer.schedulePollTask(() -> consumer.rebalance(partitions(0)));
    consumer.schedulePollTask(() -> lead(1, BROKER));
    consumer.schedulePollTask(() -> lead(2, BROKER));
    consumer.schedulePollTask(() -> consumer.rebalance(partitions(0, 2)));

    await().atMost(Duration.ofMinutes(1)).until(() -> state.partitions() == 2);
    assertThat(consumer.assignment()).doesNotContainAnyElementsOf(partitions(1));
  }

  @Test
  void a_store_that_is_away_fails_the_tracker_and_not_the_listener_of_the_group() {
    lead(0, BROKER);
    store.isAway = true;
    AtomicReference<@Nullable RuntimeException> thrown = new AtomicReference<>();
    consumer.schedulePollTask(
        () -> {
          try {
            consumer.rebalance(partitions(0));
          } catch (RuntimeException e) {
            thrown.set(e);
          }
        });
    tracker.start();

    await().atMost(Duration.ofMinutes(1)).until(() -> store.opened.get() > 0);
    assertThat(thrown).hasNullValue();
    await().atMost(Duration.ofMinutes(1)).until(consumer::closed);
    assertThat(state.partitions()).isZero();
  }

  private boolean isLed(int number) {
    return BROKER.equals(leaders.get(number));
  }

  private void lead(int number, Node leader) {
    leaders.put(number, leader);
    for (String topic : TOPICS) {
      consumer.updatePartitions(
          topic,
          leaders.entrySet().stream()
              .map(
                  led ->
                      new PartitionInfo(
                          topic, led.getKey(), led.getValue(), new Node[0], new Node[0]))
              .toList());
      consumer.updateBeginningOffsets(Map.of(new TopicPartition(topic, number), 0L));
      consumer.updateEndOffsets(Map.of(new TopicPartition(topic, number), 0L));
    }
  }

  private static Set<TopicPartition> partitions(int... numbers) {
    Set<TopicPartition> partitions =
        new TreeSet<>(
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
    for (int number : numbers) {
      TOPICS.forEach(topic -> partitions.add(new TopicPartition(topic, number)));
    }
    return partitions;
  }

  /** A store without sessions. */
  private static final class EmptyStore implements PresenceStore {

    final AtomicInteger opened = new AtomicInteger();
    volatile boolean isAway;

    @Override
    public Positions open(int partition, Offsets sessions, long fallback) {
      opened.incrementAndGet();
      if (isAway) {
        throw new SimulatedTracker.StoreDown();
      }
      return new Positions(fallback, 0);
    }

    @Override
    public List<Applied> apply(List<Step<SessionEvent>> steps) {
      return steps.stream().map(step -> new Applied(step.to(), List.of())).toList();
    }

    @Override
    public Ticked tick(Collection<Integer> partitions) {
      return new Ticked(Map.of(), List.of());
    }

    @Override
    public List<Long> confirm(List<Step<Presence>> steps) {
      return steps.stream().map(Step::to).toList();
    }

    @Override
    public void claim(int partition, List<Presence> published) {}

    @Override
    public void rebuilt(int partition, long next, boolean settling) {}
  }
}
