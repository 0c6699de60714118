package chat.contract.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Author;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamelessTest {

  private static final Author ANN = new Author("u1", "ann");
  private static final Author BOB = new Author("u2", "bob");

  @Test
  void a_message_keeps_its_position() {
    assertThat(without(new Message("dev", "m-1", ANN, "hi", 5, 3L, List.of(), List.of("u2"))))
        .isEqualTo(
            "{\"type\":\"message\",\"room\":\"dev\",\"id\":\"m-1\",\"at\":5,\"replyTo\":3,"
                + "\"deletedAt\":99}");
  }

  @Test
  void an_edit_keeps_its_position_and_its_target() {
    assertThat(without(new Edited("dev", "e-1", ANN, 7, "hi", List.of("u2"), 5)))
        .isEqualTo("{\"type\":\"edited\",\"room\":\"dev\",\"id\":\"e-1\",\"target\":7,\"at\":5}");
  }

  @Test
  void of_other_events_only_the_name_goes() {
    assertThat(without(new Reaction("dev", "r-1", ANN, 7, "+1", false, 5)))
        .isEqualTo(
            "{\"type\":\"reaction\",\"room\":\"dev\",\"id\":\"r-1\","
                + "\"user\":{\"id\":\"u1\",\"username\":\"erased\"},\"target\":7,"
                + "\"emoji\":\"+1\",\"removed\":false,\"at\":5}");
    assertThat(
            without(
                new MemberChange(
                    "dev", "c-1", BOB, MemberChange.Action.KICKED, null, ANN, null, 5)))
        .contains("{\"id\":\"u2\",\"username\":\"bob\"}")
        .contains("\"by\":{\"id\":\"u1\",\"username\":\"erased\"}");
    assertThat(
            without(
                new RoomChange(
                    "dev",
                    "c-1",
                    RoomChange.Action.CREATED,
                    "Dev",
                    Visibility.PRIVATE,
                    0,
                    BOB,
                    List.of(BOB, ANN),
                    5)))
        .contains(
            "\"pair\":[{\"id\":\"u2\",\"username\":\"bob\"},"
                + "{\"id\":\"u1\",\"username\":\"erased\"}]");
  }

  @Test
  void what_is_left_can_be_read_and_doing_it_again_changes_nothing() {
    byte[] once =
        Nameless.of(RoomEventCodec.encode(new Deleted("dev", "d-1", ANN, 7, 5)), "u1", 99);
    assertThat(RoomEventCodec.decode(once).actor()).isEqualTo(new Author("u1", Nameless.NAME));
    assertThat(Nameless.of(once, "u1", 99)).isEqualTo(once);
  }

  @Test
  void events_of_others_stay_as_they_are() {
    byte[] event =
        RoomEventCodec.encode(
            new Message("dev", "m-1", BOB, "u1", 5, null, List.of(), List.of("u1")));
    assertThat(Nameless.of(event, "u1", 99)).isSameAs(event);
    byte[] anonymous = "{\"type\":\"message\",\"at\":1,\"deletedAt\":2}".getBytes(UTF_8);
    assertThat(Nameless.of(anonymous, "u1", 99)).isSameAs(anonymous);
  }

  private static String without(RoomEvent event) {
    return new String(Nameless.of(RoomEventCodec.encode(event), "u1", 99), UTF_8);
  }
}
