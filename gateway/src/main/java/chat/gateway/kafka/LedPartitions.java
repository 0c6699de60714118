package chat.gateway.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * The partitions of a topic. Those that have a leader are read also if others have none.
 *
 * @param led the partitions that have a leader
 * @param leaderless the partitions that have none
 */
record LedPartitions(List<TopicPartition> led, List<TopicPartition> leaderless) {

  private static final Duration END_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration POSITION_TIMEOUT = Duration.ofMillis(100);

  LedPartitions {
    led = List.copyOf(led);
    leaderless = List.copyOf(leaderless);
  }

  /**
   * Asks the cluster.
   *
   * @throws IllegalStateException if there is no such topic, or none of its partitions has a leader
   */
  static LedPartitions of(Consumer<?, ?> consumer, String topic) {
    List<TopicPartition> led = new ArrayList<>();
    List<TopicPartition> leaderless = new ArrayList<>();
    for (PartitionInfo partition : consumer.partitionsFor(topic)) {
      Node leader = partition.leader();
      boolean isLed = leader != null && !leader.isEmpty();
      (isLed ? led : leaderless).add(new TopicPartition(topic, partition.partition()));
    }
    if (led.isEmpty()) {
      throw new IllegalStateException(topic + " has no partition that can be read");
    }
    return new LedPartitions(led, leaderless);
  }

  List<TopicPartition> all() {
    return Stream.concat(led.stream(), leaderless.stream()).toList();
  }

  /** The numbers of the partitions without a leader. */
  Set<Integer> missing() {
    return leaderless.stream()
        .map(TopicPartition::partition)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Number of partitions of the topic. */
  int count() {
    return led.size() + leaderless.size();
  }

  /** End offsets of the partitions that have a leader; fails if one does not answer in time. */
  Map<TopicPartition, Long> ends(Consumer<?, ?> consumer) {
    return consumer.endOffsets(led, END_TIMEOUT);
  }

  /** Whether a consumer has reached these offsets. */
  static boolean reached(Consumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
    try {
      return ends.entrySet().stream()
          .allMatch(end -> consumer.position(end.getKey(), POSITION_TIMEOUT) >= end.getValue());
    } catch (TimeoutException e) {
      return false;
    }
  }
}
