package chat.gateway.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * The partitions of a topic, as far as they can be read: one without a leader is no reason not to
 * read the others.
 *
 * @param led those that have a leader
 * @param missing the numbers of those that have none
 */
public record LedPartitions(List<TopicPartition> led, Set<Integer> missing) {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration GLANCE = Duration.ofMillis(100);

  public LedPartitions {
    led = List.copyOf(led);
    missing = Set.copyOf(missing);
  }

  /**
   * Asks the cluster.
   *
   * @throws IllegalStateException if the topic is not there, or nothing of it can be read
   */
  public static LedPartitions of(Consumer<?, ?> consumer, String topic) {
    List<TopicPartition> led = new ArrayList<>();
    Set<Integer> missing = new TreeSet<>();
    for (PartitionInfo partition : consumer.partitionsFor(topic)) {
      Node leader = partition.leader();
      if (leader == null || leader.isEmpty()) {
        missing.add(partition.partition());
      } else {
        led.add(new TopicPartition(topic, partition.partition()));
      }
    }
    if (led.isEmpty()) {
      throw new IllegalStateException(topic + " has no partition that can be read");
    }
    return new LedPartitions(led, missing);
  }

  /** How many the topic has. */
  public int count() {
    return led.size() + missing.size();
  }

  /** Where those that have a leader end; fails if one of them doesn't answer in time. */
  public Map<TopicPartition, Long> ends(Consumer<?, ?> consumer) {
    return consumer.endOffsets(led, PATIENCE);
  }

  /** Whether a consumer has come to these places. */
  public static boolean reached(Consumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
    try {
      return ends.entrySet().stream()
          .allMatch(end -> consumer.position(end.getKey(), GLANCE) >= end.getValue());
    } catch (TimeoutException e) {
      return false;
    }
  }
}
