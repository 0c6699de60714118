package chat.writer.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoomLinksTest {

  private final RoomLinks links = new RoomLinks(2);

  @Test
  void an_event_follows_the_last_one_of_its_room() {
    links.put("dev", 7);
    links.put("dev", 5);

    assertThat(links.has("dev")).isTrue();
    assertThat(links.append("dev", 9)).isEqualTo(7);
    assertThat(links.append("dev", 12)).isEqualTo(9);
    assertThat(links.append("ops", 13)).as("not known").isNull();
  }

  @Test
  void rooms_beyond_the_capacity_are_dropped_once_the_tables_have_their_last_event() {
    links.append("a", 1);
    links.append("b", 2);
    links.append("c", 3);
    links.append("a", 4);
    assertThat(links.isCrowded()).isTrue();

    links.drop(2);
    assertThat(links.has("b")).as("the tables do not have it").isTrue();
    links.drop(10);

    assertThat(links.has("b")).as("the oldest").isFalse();
    assertThat(links.has("c")).isTrue();
    assertThat(links.has("a")).isTrue();
    assertThat(links.isCrowded()).isFalse();
  }

  @Test
  void there_is_an_end_to_rooms_that_the_tables_do_not_have() {
    for (int i = 0; i < 4; i++) {
      links.append("r-" + i, i);
      links.drop(0);
    }
    assertThat(links.isFull()).isFalse();
    links.append("one-more", 4);

    assertThat(links.isFull()).isTrue();
    links.drop(11);
    assertThat(links.isFull()).isFalse();
  }
}
