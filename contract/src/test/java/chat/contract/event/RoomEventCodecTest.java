package chat.contract.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import chat.contract.Author;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomEventCodecTest {

  private static final Author ANN = new Author("u1", "ann");
  private static final Message SHORT = message("hi");
  private static final String SHORT_JSON =
      "{\"type\":\"message\",\"room\":\"dev\",\"id\":\"m-1\","
          + "\"user\":{\"id\":\"u1\",\"username\":\"ann\"},\"content\":\"hi\",\"at\":1767225600000}";
  private static final Message LONG =
      new Message(
          "dev",
          "m-1",
          ANN,
          "hi",
          1767225600000L,
          17592186044416L,
          List.of(new Attachment("f1", "a \"b\".txt", "text/plain", 25)),
          List.of("u2", "u3"));
  private static final String LONG_JSON =
      SHORT_JSON.substring(0, SHORT_JSON.length() - 1)
          + ",\"replyTo\":17592186044416,\"attachments\":[{\"id\":\"f1\","
          + "\"name\":\"a \\\"b\\\".txt\",\"contentType\":\"text/plain\",\"size\":25}],"
          + "\"mentions\":[\"u2\",\"u3\"]}";

  @Test
  void a_message_is_one_object_without_blanks() {
    assertThat(encoded(SHORT)).isEqualTo(SHORT_JSON);
    assertThat(encoded(LONG)).isEqualTo(LONG_JSON);
  }

  @Test
  void its_bytes_come_back() {
    assertThat(decoded(SHORT_JSON)).isEqualTo(SHORT);
    assertThat(decoded(LONG_JSON)).isEqualTo(LONG);
  }

  @Test
  void letters_of_all_planes_stand_as_utf_8_and_controls_escaped() {
    byte[] value = RoomEventCodec.encode(message("é€👍\"\\\n\u0000"));
    byte[] letters = {
      (byte) 0xc3,
      (byte) 0xa9,
      (byte) 0xe2,
      (byte) 0x82,
      (byte) 0xac,
      (byte) 0xf0,
      (byte) 0x9f,
      (byte) 0x91,
      (byte) 0x8d
    };
    String expected = "\"content\":\"" + new String(letters, UTF_8) + "\\\"\\\\\\n\\u0000\"";
    assertThat(value).containsSequence(expected.getBytes(UTF_8));
    assertThat(((Message) RoomEventCodec.decode(value)).content()).isEqualTo("é€👍\"\\\n\u0000");
  }

  @Test
  void escapes_are_read_as_what_they_mean() {
    assertThat(decoded(SHORT_JSON.replace("\"hi\"", "\"\\u0068\\ud83d\\udc4d\\/\"")))
        .isEqualTo(message("h👍/"));
  }

  @Test
  void order_and_blanks_do_not_matter_and_unknown_fields_are_passed_over() {
    String json =
        " {\"at\":1767225600000 ,\"later\":{\"a\":[1,{\"b\":null}]},\"content\":\"hi\",\n"
            + "\"user\":{\"x\":[],\"username\":\"ann\",\"id\":\"u1\"},\"id\":\"m-1\","
            + "\"room\":\"dev\",\"type\":\"message\"} ";
    assertThat(decoded(json)).isEqualTo(SHORT);
  }

  @Test
  void a_key_that_stands_twice_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> decoded(SHORT_JSON.replace("\"at\"", "\"content\":\"ho\",\"at\"")))
        .withMessageContaining("Duplicate");
  }

  @Test
  void another_type_is_refused_by_its_name() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> decoded(SHORT_JSON.replace("\"message\"", "\"later\"")))
        .withMessage("type: later (expected: a room event)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"room", "id", "user", "content", "at"})
  void a_missing_field_is_named(String field) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> decoded(SHORT_JSON.replace("\"" + field + "\":", "\"other\":")))
        .withMessageContaining(field);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "1",
        "\"text\"",
        "[]",
        "{",
        "{}",
        "{}{}",
        "{\"type\":\"message\"",
        "{\"type\":null}",
        "{\"type\":\"message\",\"user\":null}",
        "{\"type\":\"message\",\"user\":\"ann\"}",
        "{\"type\":\"message\",\"user\":[{}]}",
        "{\"type\":\"message\",\"attachments\":{}}",
        "{\"type\":\"message\",\"attachments\":[1]}",
        "{\"type\":\"message\",\"mentions\":5}",
        "{\"type\":\"message\",\"at\":\"now\"}",
        "{\"type\":\"message\",\"at\":1e400}",
        "{\"type\":\"message\",\"at\":99999999999999999999}",
        "{\"type\":\"message\",\"content\":{\"a\":1}}",
        "{\"type\":\"message\",\"content\":NaN}",
        "{\"type\":'message'}",
        "{\"type\":\"message\",}"
      })
  void what_is_no_message_is_refused(String json) {
    assertThatIllegalArgumentException().isThrownBy(() -> decoded(json));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1]", "{\"a\":1}", "5", "true", "null"})
  void a_value_that_is_no_string_is_refused(String instead) {
    for (String string : List.of("\"dev\"", "\"m-1\"", "\"hi\"", "\"u1\"", "\"ann\"")) {
      assertThatIllegalArgumentException()
          .as(string)
          .isThrownBy(() -> decoded(SHORT_JSON.replace(string, instead)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", " 1", "null", "x", "}"})
  void what_follows_the_event_is_refused(String more) {
    assertThatIllegalArgumentException().isThrownBy(() -> decoded(SHORT_JSON + more));
  }

  @Test
  void depth_without_end_is_refused() {
    String deep = "{\"a\":" + "[".repeat(100_000);
    assertThatIllegalArgumentException().isThrownBy(() -> decoded(deep));
  }

  @Test
  void bytes_that_are_no_utf_8_are_refused() {
    byte[] bytes = SHORT_JSON.getBytes(UTF_8);
    bytes[SHORT_JSON.indexOf("hi")] = (byte) 0xff;
    assertThatIllegalArgumentException().isThrownBy(() -> RoomEventCodec.decode(bytes));
  }

  /** Damaged bytes result in an event or a refusal. */
  @Test
  void damaged_bytes_never_do_anything_else() {
    Random random = new Random(42);
    byte[] whole = LONG_JSON.getBytes(UTF_8);
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
      for (int hit = random.nextInt(3); hit >= 0; hit--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(RoomEventCodec.decode(damaged)).isInstanceOf(RoomEvent.class);
      } catch (IllegalArgumentException refused) {
        assertThat(refused).hasMessageMatching("(?s).+");
      }
    }
  }

  private static Message message(String content) {
    return new Message("dev", "m-1", ANN, content, 1767225600000L, null, List.of(), List.of());
  }

  private static String encoded(Message message) {
    return new String(RoomEventCodec.encode(message), UTF_8);
  }

  private static RoomEvent decoded(String json) {
    return RoomEventCodec.decode(json.getBytes(UTF_8));
  }
}
