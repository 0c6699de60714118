package chat.gateway.session.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.account.token.Secret;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class PassTest {

  private static final Secret SECRET = new Secret(new byte[32]);

  private final Pass pass = Pass.issue(SECRET, "ann", "session-1");

  @Test
  void a_room_whose_missed_events_followed_its_join_needs_a_position_beyond_the_join() {
    KeptRoom room = new KeptRoom(100, 600);

    assertThat(room.after(600)).isEqualTo(100);
    assertThat(room.after(601)).isEqualTo(601);
    assertThat(KeptRoom.from(100).after(50)).isEqualTo(100);
    assertThat(KeptRoom.from(100).after(600)).isEqualTo(600);
  }

  @Test
  void a_pass_names_the_session_of_who_brings_it() {
    assertThat(Pass.read(SECRET, "ann", text(pass.text()))).isEqualTo(pass);
    assertThat(pass.session()).isEqualTo("session-1");
  }

  @Test
  void a_pass_of_another_user_is_none() {
    assertThat(Pass.read(SECRET, "bob", text(pass.text()))).isNull();
    assertThat(Pass.read(SECRET, "annsession", text(Pass.issue(SECRET, "ann", "session-1").text())))
        .isNull();
  }

  @Test
  void a_pass_of_another_system_is_none() {
    Secret other = SECRET.forPurpose("another");

    assertThat(Pass.read(other, "ann", text(pass.text()))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "*", "AAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAAAA"})
  void what_is_made_up_is_none(String madeUp) {
    assertThat(Pass.read(SECRET, "ann", text(madeUp))).isNull();
  }

  @Test
  void what_is_no_text_is_none() {
    assertThat(Pass.read(SECRET, "ann", null)).isNull();
    assertThat(Pass.read(SECRET, "ann", JsonNodeFactory.instance.objectNode())).isNull();
  }

  @Test
  void rooms_are_kept_as_they_were() {
    Map<String, KeptRoom> rooms =
        Map.of("general", KeptRoom.from(17), "a.b_c-d", new KeptRoom(1L << 52, 17));

    assertThat(RoomKeeper.parse(RoomKeeper.text(rooms))).isEqualTo(rooms);
    assertThat(Objects.requireNonNull(RoomKeeper.parse(RoomKeeper.text(Map.of())))).isEmpty();
    assertThat(RoomKeeper.parse(null)).isNull();
  }

  private static JsonNode text(String text) {
    return JsonNodeFactory.instance.stringNode(text);
  }
}
