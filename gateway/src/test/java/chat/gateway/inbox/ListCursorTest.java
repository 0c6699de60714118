package chat.gateway.inbox;

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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order of a user's rooms over pages. */
class ListCursorTest {

  @Test
  void rooms_are_sorted_by_last_event_then_by_name() {
    Map<String, Last> activity =
        Map.of("old", new Last(7, 700), "new", new Last(9, 900), "older", new Last(6, 650));

    assertThat(order(activity, List.of("none", "old", "a", "older", "new")))
        .containsExactly("new", "old", "older", "a", "none");
  }

  /** Rooms become active, are joined and left between pages, at random. */
  @Test
  void a_room_that_stays_is_on_at_least_one_page() {
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
  void a_malformed_cursor_is_refused(String text) {
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

  private static List<String> order(Map<String, Last> activity, List<String> rooms) {
    return rooms.stream().sorted(ListCursor.start(activity).order(activity)).toList();
  }
}
