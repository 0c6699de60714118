package chat.gateway.room;

import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.queue.Requester;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Look-ups of rooms and their history in tables that do not answer. */
class RoomLookUpsTest {

  private static final int AT_ONCE = 32;
  private static final int ASKED = 3 * AT_ONCE;

  private final TableRooms tables = new TableRooms();
  private final List<CompletableFuture<RoomState>> loads = new ArrayList<>();
  private final List<CompletableFuture<?>> asked = new ArrayList<>();
  private final List<CompletableFuture<String>> reads = new ArrayList<>();

  @Test
  void a_limited_number_of_rooms_is_loaded_at_a_time() {
    tables.pending = loads;
    for (int i = 0; i < ASKED; i++) {
      asked.add(tables.rooms.find("room" + i, user(i)));
    }
    assertThat(loads).hasSize(AT_ONCE);

    for (int i = 0; i < ASKED; i++) {
      loads.get(i).complete(new RoomState("room"));
      assertThat(loads).hasSize(Math.min(ASKED, AT_ONCE + 1 + i));
    }
    assertThat(asked).allMatch(CompletableFuture::isDone);
  }

  @Test
  void look_ups_of_history_count_with_loads() {
    tables.pending = loads;
    for (int i = 0; i < ASKED; i++) {
      asked.add(tables.rooms.inTurn(user(i), this::read));
    }
    asked.add(tables.rooms.find("room", user(ASKED)));
    assertThat(reads).hasSize(AT_ONCE);
    assertThat(loads).isEmpty();

    for (int i = 0; i < ASKED; i++) {
      reads.get(i).complete("read");
    }
    assertThat(reads).hasSize(ASKED);
    assertThat(loads).hasSize(1);
  }

  private CompletableFuture<String> read() {
    CompletableFuture<String> read = new CompletableFuture<>();
    reads.add(read);
    return read;
  }

  private static Requester user(int number) {
    return new Requester("user" + number % 7, () -> false);
  }
}
