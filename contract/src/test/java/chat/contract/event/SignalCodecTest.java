package chat.contract.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import chat.contract.ApplicationData;
import chat.contract.Author;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalCodecTest {

  private static final Author ANN = new Author("u1", "ann");
  private static final String USER = "\"user\":{\"id\":\"u1\",\"username\":\"ann\"}";
  private static final String TYPING =
      "{\"type\":\"typing\",\"room\":\"dev\"," + USER + ",\"typing\":true}";
  private static final String READ =
      "{\"type\":\"read\",\"room\":\"dev\"," + USER + ",\"seq\":17592186044416}";

  private static final Emission CURSOR =
      new Emission("dev", ANN, "cursor", ApplicationData.of("{\"x\":0.250}"), 5);
  private static final String EVENT =
      "{\"type\":\"event\",\"room\":\"dev\","
          + USER
          + ",\"name\":\"cursor\",\"data\":{\"x\":0.250},\"at\":5}";

  @Test
  void a_signal_is_the_frame_that_clients_get() {
    assertThat(SignalCodec.encode(new Typing("dev", ANN, true))).asString(UTF_8).isEqualTo(TYPING);
    assertThat(SignalCodec.encode(new Read("dev", ANN, 17592186044416L)))
        .asString(UTF_8)
        .isEqualTo(READ);
    assertThat(SignalCodec.encode(CURSOR)).asString(UTF_8).isEqualTo(EVENT);
  }

  @Test
  void its_bytes_come_back() {
    assertThat(decoded(TYPING)).isEqualTo(new Typing("dev", ANN, true));
    assertThat(decoded(READ)).isEqualTo(new Read("dev", ANN, 17592186044416L));
    assertThat(decoded(EVENT)).isEqualTo(CURSOR);
  }

  @Test
  void the_user_is_found_at_the_beginning_and_nowhere_else() {
    for (String signal : List.of(TYPING, READ, EVENT)) {
      assertThat(SignalCodec.userOf(signal.getBytes(UTF_8))).isEqualTo("u1");
    }
    for (String other :
        List.of(
            "",
            "{",
            "{\"type\":\"read",
            "{\"type\":\"read\",\"room\":\"dev\",\"user\":{\"id\":\"u1",
            "{\"type\":\"read\",\"room\":\"d\\u0065v\",\"user\":{\"id\":\"u1\"}}",
            "{\"room\":\"dev\",\"type\":\"read\",\"user\":{\"id\":\"u1\"}}",
            READ.replace("{\"id\"", "{ \"id\""))) {
      assertThat(SignalCodec.userOf(other.getBytes(UTF_8))).as(other).isNull();
    }
  }

  @Test
  void fields_that_it_does_not_know_are_passed_over() {
    assertThat(
            decoded(TYPING.replace("{\"type\"", "{\"x\":[1.5,{\"y\":null}],\"z\":-1e9,\"type\"")))
        .isEqualTo(new Typing("dev", ANN, true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"type", "room", "user", "id", "username", "typing"})
  void a_field_that_is_missing_or_of_another_kind_is_named(String field) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> decoded(TYPING.replace("\"" + field + "\":", "\"other\":")))
        .withMessageContaining(field);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> decoded(TYPING.replaceFirst("\"" + field + "\":", "\"" + field + "\":5,\"o\":")))
        .withMessageContaining(field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{}", "{}{}", "{\"type\":\"wave\"}", "{\"type\""})
  void what_is_no_signal_is_refused(String json) {
    assertThatIllegalArgumentException().isThrownBy(() -> decoded(json));
  }

  private static Signal decoded(String json) {
    return SignalCodec.decode(json.getBytes(UTF_8));
  }
}
