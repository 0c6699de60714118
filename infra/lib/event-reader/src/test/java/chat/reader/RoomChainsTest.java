package chat.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RoomChainsTest {

  private static final Map<String, Object> NOWHERE = Map.of("bootstrap.servers", "localhost:1");
  private static final ReadFrom AFTER = ReadFrom.after(Map.of("a", 5L, "b", 0L));
  private static final ReadFrom POSITIONS =
      ReadFrom.positions(
          new EventPositions(
              "chat.events",
              "q1",
              new TreeMap<>(Map.of(0, 1L)),
              new TreeMap<>(Map.of("a", 5L, "b", -1L))));

  @Test
  void rooms_without_a_place_in_the_start_are_refused_before_a_broker_is_asked() {
    for (ReadFrom from : List.of(AFTER, ReadFrom.committed(AFTER), POSITIONS)) {
      assertThatThrownBy(() -> EventReader.ofStream(NOWHERE, from, Set.of("a", "c")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("room: c (expected: a room that the start names)");
      assertThatThrownBy(() -> EventReader.ofLog(NOWHERE, 1, from, Set.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("rooms: all");
    }
  }

  @Test
  void some_of_the_named_rooms_and_any_rooms_of_a_start_for_all_are_taken() {
    RoomChains.check(Set.of("a"), AFTER);
    RoomChains.check(Set.of("a", "b"), POSITIONS);
    RoomChains.check(Set.of("c"), ReadFrom.end());
    RoomChains.check(Set.of(), ReadFrom.committed(ReadFrom.beginning()));
    assertThat(RoomChains.named(ReadFrom.committed(AFTER))).containsExactlyInAnyOrder("a", "b");
  }
}
