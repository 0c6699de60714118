package chat.presence.tracking;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A part of a batch that is small enough for one call of the store.
 *
 * @param following the record after it; null for the last part
 * @param next the offset after the batch
 */
record Slice<T>(int partition, List<T> records, @Nullable T following, long next) {

  /**
   * Divides the batches of partitions among calls. A call has at most one slice of a partition, in
   * order; a batch without records is an empty slice.
   *
   * @param most maximum number of records in a call
   */
  static <T> List<List<Slice<T>>> calls(Map<Integer, Batch<T>> batches, int most) {
    List<List<Slice<T>>> calls = new ArrayList<>();
    List<Slice<T>> call = new ArrayList<>();
    Set<Integer> partitions = new HashSet<>();
    int size = 0;
    for (Map.Entry<Integer, Batch<T>> batch : batches.entrySet()) {
      for (Slice<T> slice : slices(batch.getKey(), batch.getValue(), most)) {
        if (size + slice.records.size() > most || !partitions.add(slice.partition)) {
          calls.add(call);
          call = new ArrayList<>();
          partitions = new HashSet<>(Set.of(slice.partition));
          size = 0;
        }
        call.add(slice);
        size += slice.records.size();
      }
    }
    calls.add(call);
    return calls;
  }

  private static <T> List<Slice<T>> slices(int partition, Batch<T> batch, int most) {
    List<T> records = batch.records();
    List<Slice<T>> slices = new ArrayList<>();
    int from = 0;
    do {
      int end = Math.min(from + most, records.size());
      T following = end == records.size() ? null : records.get(end);
      slices.add(new Slice<>(partition, records.subList(from, end), following, batch.next()));
      from = end;
    } while (from < records.size());
    return slices;
  }
}
