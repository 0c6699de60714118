package chat.gateway.room;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.event.RoomChange;
import chat.contract.event.Visibility;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PublicRoomsTest {

  private final List<CompletableFuture<Boolean>> asked = new ArrayList<>();
  private final Map<String, Boolean> told = new HashMap<>();
  private final PublicRooms rooms =
      new PublicRooms(
          room -> {
            asked.add(new CompletableFuture<>());
            return asked.get(asked.size() - 1);
          });

  @Test
  void a_room_that_turns_private_during_a_report_is_reported_again() {
    rooms.follow("dev");
    asked.get(0).complete(true);
    rooms.reportChanges(
        (room, open) -> {
          told.put(room, open);
          rooms.apply(changed("dev", Visibility.PRIVATE));
        });
    rooms.reportChanges(told::put);

    assertThat(told).containsEntry("dev", false);
  }

  @Test
  void an_answer_from_before_a_room_was_followed_again_is_ignored() {
    rooms.follow("dev");
    rooms.unfollow("dev");
    rooms.follow("dev");
    asked.get(0).complete(true);
    rooms.reportChanges(told::put);
    assertThat(told).isEmpty();

    asked.get(1).complete(false);
    rooms.reportChanges(told::put);
    assertThat(told).containsEntry("dev", false);
  }

  @Test
  void an_answer_from_before_a_reset_is_ignored() {
    rooms.follow("dev");
    rooms.reset();
    asked.get(0).complete(true);
    rooms.reportChanges(told::put);
    assertThat(told).containsEntry("dev", false);
  }

  @Test
  void a_failure_from_before_a_room_was_followed_again_is_not_retried() {
    rooms.follow("dev");
    rooms.unfollow("dev");
    rooms.follow("dev");
    asked.get(0).completeExceptionally(new IllegalStateException());
    rooms.reportChanges(told::put);
    assertThat(asked).hasSize(2);

    asked.get(1).completeExceptionally(new IllegalStateException());
    rooms.reportChanges(told::put);
    assertThat(asked).hasSize(3);
  }

  private static RoomChange changed(String room, Visibility visibility) {
    return new RoomChange(
        room, "e", RoomChange.Action.CHANGED, room, visibility, 0, null, List.of(), 1);
  }
}
