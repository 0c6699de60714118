package chat.gateway.room;

import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.room.RoomActivity.Last;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The last event of each room, from the tables and from the feed. */
class RoomActivityTest {

  private final Map<String, Last> table = new HashMap<>();
  private final List<List<String>> read = new ArrayList<>();
  private final RoomActivity activity = activity(1 << 20);

  @Test
  void the_tables_are_read_once_in_small_batches_and_never_replace_newer_events() {
    Set<String> rooms = new HashSet<>();
    for (int i = 0; i < 120; i++) {
      rooms.add("r" + i);
      table.put("r" + i, new Last(i + 1, i + 1));
    }
    activity.apply("r3", 500, 500);
    assertThat(activity.of(rooms).join().get("r3")).isEqualTo(new Last(500, 500));
    assertThat(activity.of(rooms).join()).hasSize(120);
    assertThat(read).hasSize(3).allSatisfy(batch -> assertThat(batch).hasSizeLessThan(51));
    activity.apply("r4", 600, 600);
    assertThat(activity.of(Set.of("r4")).join().get("r4")).isEqualTo(new Last(600, 600));
  }

  @Test
  void the_entries_are_bounded_in_bytes() {
    RoomActivity small = activity(10 * 164);
    for (int i = 0; i < 100; i++) {
      small.apply("r-" + i % 100, i, i);
    }
    read.clear();
    var unused = small.of(Set.of("r-99", "r-1")).join();
    assertThat(read).containsExactly(List.of("r-1"));
  }

  private RoomActivity activity(long bytes) {
    return new RoomActivity(
        rooms -> {
          read.add(rooms);
          Map<String, Last> found = new HashMap<>();
          rooms.stream()
              .filter(table::containsKey)
              .forEach(room -> found.put(room, table.get(room)));
          return CompletableFuture.completedFuture(found);
        },
        bytes);
  }
}
