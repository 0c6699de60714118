package chat.gateway.log;

import chat.contract.log.RoomPartition;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The partitions whose tails are complete.
 *
 * @param partitions the number of all partitions; 0 before the log was found
 * @param logs the complete ones, by number
 */
record CompleteTails(int partitions, Map<Integer, PartitionLog> logs) {

  static final CompleteTails NONE = new CompleteTails(0, Map.of());

  @Nullable PartitionLog logOf(String room) {
    return partitions == 0 ? null : logs.get(RoomPartition.of(room, partitions));
  }

  List<PartitionLog> sorted() {
    return logs.values().stream().sorted(Comparator.comparingInt(PartitionLog::partition)).toList();
  }

  List<Integer> missing() {
    return IntStream.range(0, partitions)
        .filter(number -> !logs.containsKey(number))
        .boxed()
        .toList();
  }
}
