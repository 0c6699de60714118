package chat.presence.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SliceTest {

  @Test
  void small_batches_of_many_partitions_are_one_call() {
    List<List<Slice<String>>> calls =
        calls(Map.of(1, batch(5, "a"), 2, batch(9), 3, batch(7, "b", "c")), 3);

    assertThat(calls).hasSize(1);
    assertThat(calls.get(0)).extracting(Slice::partition).containsExactly(1, 2, 3);
    assertThat(calls.get(0)).extracting(Slice::following).containsOnlyNulls();
  }

  @Test
  void a_call_has_no_more_records_than_it_may_and_one_slice_of_a_partition() {
    List<List<Slice<String>>> calls =
        calls(Map.of(1, batch(5, "a", "b"), 2, batch(9, "c", "d", "e", "f"), 3, batch(1, "g")), 3);

    assertThat(calls)
        .extracting(call -> call.stream().map(slice -> slice.partition() + "" + slice.records()))
        .map(Stream::toList)
        .containsExactly(List.of("1[a, b]"), List.of("2[c, d, e]"), List.of("2[f]", "3[g]"));
    assertThat(calls.get(1).get(0).following()).isEqualTo("f");
    assertThat(calls.get(2).get(0).following()).isNull();
  }

  private static Batch<String> batch(long next, String... records) {
    return new Batch<>(List.of(records), next);
  }

  private static List<List<Slice<String>>> calls(Map<Integer, Batch<String>> batches, int most) {
    return Slice.calls(new TreeMap<>(batches), most);
  }
}
