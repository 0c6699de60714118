package chat.gateway.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.room.RoomActivity.Last;
import chat.gateway.room.TableRooms;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RoomListsTest {

  private final TableRooms tables = new TableRooms();
  private final List<String> written = new ArrayList<>();
  private final List<CompletableFuture<Map<String, Last>>> asked = new CopyOnWriteArrayList<>();
  private final RoomLists lists =
      new RoomLists(
          tables.rooms,
          tables.memberships(written),
          tables.activity(
              rooms -> {
                asked.add(new CompletableFuture<>());
                return asked.get(asked.size() - 1);
              }),
          tables.reading(),
          tables.history);

  @Test
  void one_listing_of_a_user_runs_at_a_time_and_the_next_reuses_its_reads() throws Exception {
    member("room", 1_000);
    List<CompletableFuture<InboxPage>> pages = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      pages.add(lists.mine("ann", 50, null));
    }
    assertThat(asked).as("questions under way").hasSize(4);

    answerAll();
    for (CompletableFuture<InboxPage> page : pages) {
      assertThat(page.get(10, TimeUnit.SECONDS).rooms()).hasSize(50);
    }
    assertThat(asked).as("questions").hasSize(1_000 / 50);
  }

  @Test
  void pages_show_each_room_once_despite_deleted_rooms() throws Exception {
    written.addAll(names("gone", 450));
    member("alive", 7);
    List<String> shown = new ArrayList<>();
    String cursor = null;
    do {
      CompletableFuture<InboxPage> page = lists.mine("ann", 3, cursor);
      answerAll();
      InboxPage rooms = page.get(10, TimeUnit.SECONDS);
      rooms.rooms().forEach(room -> shown.add(room.room()));
      cursor = rooms.next();
    } while (cursor != null);

    assertThat(shown).containsExactlyElementsOf(names("alive", 7));
  }

  @Test
  void rooms_of_a_leaderless_partition_are_shown_as_far_as_known() throws Exception {
    member("room", 3);
    tables.broken.add("room-1");
    tables.isBehind = true;

    CompletableFuture<InboxPage> page = lists.mine("ann", 50, null);
    answerAll();
    List<RoomSummary> rooms = page.get(10, TimeUnit.SECONDS).rooms();

    assertThat(rooms).extracting(RoomSummary::room).containsExactly("room-0", "room-2");
    assertThat(rooms).extracting(RoomSummary::unread).containsOnlyNulls();
  }

  private void member(String prefix, int many) {
    written.addAll(names(prefix, many));
    tables.alive.addAll(names(prefix, many));
  }

  private static List<String> names(String prefix, int many) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      names.add(prefix + "-" + i);
    }
    return names;
  }

  /** Each answer may cause another query. */
  private void answerAll() {
    for (int i = 0; i < asked.size(); i++) {
      asked.get(i).complete(Map.of());
    }
  }
}
