package chat.reader;

import chat.contract.log.RoomPartition;
import chat.contract.log.Seq;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/** Turns a {@link ReadFrom} into offsets. */
final class Start {

  private final Map<String, Object> kafka;
  private final Consumer<byte[], byte[]> consumer;
  private final EventSource source;
  private final TopicLife.Now life;
  private final Set<String> rooms;
  private final Map<TopicPartition, Long> begins;
  private final Map<TopicPartition, Long> ends;

  Start(
      Map<String, Object> kafka,
      Consumer<byte[], byte[]> consumer,
      EventSource source,
      TopicLife.Now life,
      Set<String> rooms,
      Collection<TopicPartition> partitions) {
    this.kafka = kafka;
    this.consumer = consumer;
    this.source = source;
    this.life = life;
    this.rooms = rooms;
    this.begins = consumer.beginningOffsets(partitions);
    this.ends = consumer.endOffsets(partitions);
  }

  /** The first offset that a partition still has. */
  long begin(TopicPartition partition) {
    return Objects.requireNonNull(begins.get(partition));
  }

  /**
   * The positions at which reading begins.
   *
   * @throws PositionGone if there are no such records any more
   */
  EventPositions find(ReadFrom from) {
    return there(place(from));
  }

  private EventPositions place(ReadFrom from) {
    if (from instanceof ReadFrom.Beginning) {
      return at(begins, Map.of());
    } else if (from instanceof ReadFrom.End) {
      return at(ends, Map.of());
    } else if (from instanceof ReadFrom.Time time) {
      return at(atTime(time.time()), Map.of());
    } else if (from instanceof ReadFrom.After after) {
      return after(after.seqs());
    } else if (from instanceof ReadFrom.Snapshot snapshot) {
      return snapshot(snapshot.positions());
    }
    return committed(((ReadFrom.Committed) from).otherwise());
  }

  private EventPositions at(Map<TopicPartition, Long> offsets, Map<String, Long> after) {
    SortedMap<Integer, Long> byNumber = new TreeMap<>();
    offsets.forEach((partition, offset) -> byNumber.put(partition.partition(), offset));
    return positions(byNumber, after);
  }

  private EventPositions positions(SortedMap<Integer, Long> offsets, Map<String, Long> after) {
    return new EventPositions(
        source.topic(), life.id(), offsets, new RoomChains(rooms, after).last());
  }

  /** Kafka's index is by the time of the topic, which is never before that of the log. */
  private Map<TopicPartition, Long> atTime(Instant time) {
    Map<TopicPartition, Long> times =
        begins.keySet().stream()
            .collect(Collectors.toMap(partition -> partition, one -> time.toEpochMilli()));
    Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
    Map<TopicPartition, Long> from = new HashMap<>(ends);
    found.forEach(
        (partition, place) ->
            from.computeIfPresent(partition, (same, end) -> place == null ? end : place.offset()));
    return search(from, partition -> record -> !source.loggedAt(record).isBefore(time));
  }

  private EventPositions after(Map<String, Long> seqs) {
    Map<Integer, Long> lowest = new HashMap<>();
    seqs.forEach(
        (room, seq) -> lowest.merge(RoomPartition.of(room, life.partitions()), seq, Math::min));
    Map<TopicPartition, Long> known = new HashMap<>();
    Map<TopicPartition, Long> searched = new HashMap<>();
    begins.forEach(
        (partition, begin) ->
            source
                .offsetAfter(lowest.getOrDefault(partition.partition(), Seq.MAX))
                .ifPresentOrElse(
                    offset -> known.put(partition, offset), () -> searched.put(partition, begin)));
    known.putAll(
        search(
            searched,
            partition -> {
              long seq = lowest.getOrDefault(partition.partition(), Seq.MAX);
              return record -> source.seq(record) > seq;
            }));
    return at(known, seqs);
  }

  private Map<TopicPartition, Long> search(
      Map<TopicPartition, Long> from,
      Function<TopicPartition, Predicate<ConsumerRecord<byte[], byte[]>>> conditions) {
    Map<TopicPartition, Long> found = new HashMap<>();
    try (PartitionSearch search = new PartitionSearch(kafka)) {
      from.forEach(
          (partition, offset) ->
              found.put(
                  partition,
                  search.first(
                      partition,
                      offset,
                      Objects.requireNonNull(ends.get(partition)),
                      conditions.apply(partition))));
    }
    return found;
  }

  private EventPositions snapshot(EventPositions positions) {
    if (!positions.topic().equals(source.topic())) {
      throw new IllegalArgumentException(
          "positions: of " + positions.topic() + " (expected: " + source.topic() + ")");
    }
    if (!positions.topicId().equals(life.id())) {
      throw new PositionGone(
          "topic %s was deleted and created again: its id is %s, not %s"
              .formatted(source.topic(), life.id(), positions.topicId()),
          at(begins, positions.after()));
    }
    Map<TopicPartition, Long> offsets = new HashMap<>();
    for (TopicPartition partition : begins.keySet()) {
      Long offset = positions.offsets().get(partition.partition());
      if (offset == null) {
        throw new IllegalArgumentException("positions: none of " + partition);
      }
      offsets.put(partition, offset);
    }
    return at(offsets, positions.after());
  }

  private EventPositions committed(ReadFrom otherwise) {
    Map<TopicPartition, OffsetAndMetadata> committed =
        consumer.committed(Set.copyOf(begins.keySet()));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    committed.forEach(
        (partition, commit) -> {
          if (commit != null) {
            check(partition, commit.metadata());
            offsets.put(partition, commit.offset());
          }
        });
    if (offsets.size() == begins.size()) {
      return at(offsets, Map.of());
    }
    EventPositions rest = place(otherwise);
    SortedMap<Integer, Long> all = new TreeMap<>(rest.offsets());
    offsets.forEach((partition, offset) -> all.put(partition.partition(), offset));
    SortedMap<String, Long> after = new TreeMap<>(rest.after());
    after.keySet().removeIf(room -> offsets.containsKey(partitionOf(room)));
    return positions(all, after);
  }

  private TopicPartition partitionOf(String room) {
    return new TopicPartition(source.topic(), RoomPartition.of(room, life.partitions()));
  }

  /** Refuses a commit of another life or for other rooms. Kafka's tools commit without metadata. */
  private void check(TopicPartition partition, String metadata) {
    if (metadata.isEmpty()) {
      return;
    }
    if (!CommitMetadata.topicId(metadata).equals(life.id())) {
      throw new PositionGone(
          "topic %s was deleted and created again after the group's commit"
              .formatted(source.topic()),
          at(begins, Map.of()));
    }
    if (!metadata.equals(CommitMetadata.of(life.id(), rooms))) {
      throw new IllegalArgumentException(
          "group %s committed %s for other rooms (expected: the same rooms or another group)"
              .formatted(consumer.groupMetadata().groupId(), partition));
    }
  }

  /** Refuses offsets that the topic does not have. */
  private EventPositions there(EventPositions positions) {
    SortedMap<Integer, Long> first = new TreeMap<>(positions.offsets());
    StringBuilder gone = new StringBuilder();
    for (TopicPartition partition : begins.keySet()) {
      long wanted = Objects.requireNonNull(positions.offsets().get(partition.partition()));
      long end = Objects.requireNonNull(ends.get(partition));
      if (wanted < begin(partition) || wanted > end) {
        first.put(partition.partition(), begin(partition));
        gone.append(
            "%s%s@%d (it has %d to %d)"
                .formatted(gone.isEmpty() ? "" : ", ", partition, wanted, begin(partition), end));
      }
    }
    if (!gone.isEmpty()) {
      throw new PositionGone("not in the topic: " + gone, positions.with(first));
    }
    return positions;
  }
}
