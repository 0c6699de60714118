package chat.gateway.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chat.edge.problem.Refusal;
import chat.gateway.room.RoomActivity.Last;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In which order a user's rooms come, page by page. */
class RoomOrderTest {

  private final Map<String, Last> table = new HashMap<>();
  private final List<List<String>> read = new ArrayList<>();
  private final RoomActivity activity = activity(1 << 20);

  @Test
  void rooms_come_by_their_last_event_and_those_without_one_by_name() {
    table.put("old", new Last(5, 500));
    activity.take("new", 9, 900);
    activity.take("old", 7, 700);
    activity.take("older", 6, 650);

    assertThat(order(List.of("none", "old", "a", "older", "new")))
        .containsExactly("new", "old", "older", "a", "none");
  }

  @Test
  void what_the_tables_have_is_read_once_in_small_batches_and_never_replaces_what_is_newer() {
    Set<String> rooms = new HashSet<>();
    for (int i = 0; i < 120; i++) {
      rooms.add("r" + i);
      table.put("r" + i, new Last(i + 1, i + 1));
    }
    activity.take("r3", 500, 500);
    assertThat(activity.of(rooms).join().get("r3")).isEqualTo(new Last(500, 500));
    assertThat(activity.of(rooms).join()).hasSize(120);
    assertThat(read).hasSize(3).allSatisfy(batch -> assertThat(batch).hasSizeLessThan(51));
    activity.take("r4", 600, 600);
    assertThat(activity.of(Set.of("r4")).join().get("r4")).isEqualTo(new Last(600, 600));
  }

  @Test
  void no_more_is_kept_than_fits() {
    RoomActivity small = activity(10 * 164);
    for (int i = 0; i < 100; i++) {
      small.take("r-" + i % 100, i, i);
    }
    read.clear();
    var unused = small.of(Set.of("r-99", "r-1")).join();
    assertThat(read).containsExactly(List.of("r-1"));
  }

  /** Rooms become active, are joined and left between the pages, as chance has it. */
  @Test
  void a_room_that_is_there_all_the_time_is_on_one_page_at_least() {
    for (int seed = 0; seed < 300; seed++) {
      Random chance = new Random(seed);
      Map<String, Last> now = new HashMap<>();
      Set<String> mine = new HashSet<>();
      for (int i = 0; i < 40; i++) {
        mine.add("r" + i);
        now.put("r" + i, new Last(i, chance.nextInt(20)));
      }
      Set<String> always = new HashSet<>(mine);
      List<String> shown = new ArrayList<>();
      String cursor = null;
      long time = 100;
      int pages = 0;
      do {
        cursor = page(mine, now, cursor, 1 + chance.nextInt(8), shown);
        for (int i = chance.nextInt(6); i > 0; i--) {
          now.put("r" + chance.nextInt(45), new Last(time, time++));
        }
        mine.add("r" + chance.nextInt(45));
        String left = "r" + chance.nextInt(45);
        if (mine.remove(left)) {
          always.remove(left);
        }
        pages++;
      } while (cursor != null);
      assertThat(shown).as("seed " + seed).containsAll(always);
      assertThat(pages).as("seed " + seed).isLessThan(90);
      assertThat(shown.size()).as("seed " + seed).isLessThan(90);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "1.2", "1.2.", "1.2.DEV", "a.2.dev", "1.2.dev x", "1.2.-a"})
  void what_is_no_cursor_is_refused(String text) {
    assertThatExceptionOfType(Refusal.class).isThrownBy(() -> ListCursor.of(text));
  }

  private static @Nullable String page(
      Set<String> mine,
      Map<String, Last> now,
      @Nullable String cursor,
      int limit,
      List<String> shown) {
    ListCursor place = cursor == null ? ListCursor.start(now) : ListCursor.of(cursor);
    List<String> rest =
        mine.stream().filter(room -> place.isBefore(room, now)).sorted(place.order(now)).toList();
    List<String> page = rest.subList(0, Math.min(limit, rest.size()));
    shown.addAll(page);
    return page.size() == rest.size() ? null : place.behind(page.get(page.size() - 1), now).text();
  }

  private List<String> order(List<String> rooms) {
    Map<String, Last> last = activity.of(rooms).join();
    return rooms.stream().sorted(ListCursor.start(last).order(last)).toList();
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
