package chat.contract.presence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import chat.contract.Author;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PresenceCodecsTest {

  private static final Author ANN = new Author("u1", "ann");
  private static final SessionEvent OPENED =
      new SessionEvent(
          SessionEvent.Kind.OPENED,
          ANN,
          "s-1",
          "gateway-1",
          "gateway-1.7f",
          List.of("dev", "general"),
          Status.ONLINE,
          1767225600000L);
  private static final String OPENED_JSON =
      "{\"type\":\"opened\",\"user\":{\"id\":\"u1\",\"username\":\"ann\"},\"session\":\"s-1\","
          + "\"gateway\":\"gateway-1\",\"lease\":\"gateway-1.7f\",\"rooms\":[\"dev\",\"general\"],"
          + "\"status\":\"online\",\"at\":1767225600000}";
  private static final Presence AWAY =
      new Presence(ANN, Status.AWAY, 1767225600000L, 1767225600001L, List.of("dev"));
  private static final String AWAY_JSON =
      "{\"type\":\"presence\",\"user\":{\"id\":\"u1\",\"username\":\"ann\"},\"status\":\"away\","
          + "\"since\":1767225600000,\"at\":1767225600001,\"rooms\":[\"dev\"]}";

  @Test
  void both_are_objects_without_blanks_and_come_back() {
    assertThat(SessionEventCodec.encode(OPENED)).asString(UTF_8).isEqualTo(OPENED_JSON);
    assertThat(SessionEventCodec.decode(OPENED_JSON.getBytes(UTF_8))).isEqualTo(OPENED);
    assertThat(PresenceCodec.encode(AWAY)).asString(UTF_8).isEqualTo(AWAY_JSON);
    assertThat(PresenceCodec.decode(AWAY_JSON.getBytes(UTF_8))).isEqualTo(AWAY);
  }

  @Test
  void an_event_about_no_room_says_none() {
    String json = OPENED_JSON.replace("\"rooms\":[\"dev\",\"general\"],", "");
    SessionEvent event = SessionEventCodec.decode(json.getBytes(UTF_8));
    assertThat(event.rooms()).isEmpty();
    assertThat(SessionEventCodec.encode(event)).asString(UTF_8).isEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource({
    "opened, waved",
    "online, offline",
    "online, busy",
    "dev, De v",
    "s-1, s|1",
    "gateway-1.7f, a b",
    "[\"dev\", [5"
  })
  void an_event_that_no_gateway_would_write_is_refused(String part, String instead) {
    byte[] json = OPENED_JSON.replace(part, instead).getBytes(UTF_8);
    assertThatIllegalArgumentException().isThrownBy(() -> SessionEventCodec.decode(json));
  }

  @ParameterizedTest
  @ValueSource(strings = {"type", "user", "status", "since", "at"})
  void a_presence_without_a_field_is_refused_by_its_name(String field) {
    byte[] json = AWAY_JSON.replace("\"" + field + "\":", "\"other\":").getBytes(UTF_8);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PresenceCodec.decode(json))
        .withMessageContaining(field);
  }
}
