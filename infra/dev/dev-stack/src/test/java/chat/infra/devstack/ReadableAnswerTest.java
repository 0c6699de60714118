package chat.infra.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadableAnswerTest {

  @Test
  void json_is_read_with_its_escapes_and_numbers_as_they_are() {
    assertThat(JsonText.read(" {\"a\":[1,-2.50e3,true,null,\"x\\n\\u00e9\\\"\"],\"b\":{}} "))
        .isEqualTo(
            Map.of(
                "a",
                List.of(
                    new JsonText.Word("1"),
                    new JsonText.Word("-2.50e3"),
                    new JsonText.Word("true"),
                    new JsonText.Word("null"),
                    "x\né\""),
                "b",
                Map.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"a\"}", "[1", "\"x", "{} x"})
  void other_texts_are_refused(String text) {
    assertThatThrownBy(() -> JsonText.read(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void fields_are_lines_and_lists_of_objects_are_tables() {
    String answer =
        """
        {"room":"dev","event":{"appendedAt":1795360040363,"seq":1795360040363},
         "gateways":[{"gateway":"one","deliveries":{"delivered":2},"sockets":[]}],
         "rows":[{"name":"a","n":1},{"name":"long","more":true}]}
        """;

    assertThat(ReadableAnswer.of(JsonText.read(answer)))
        .containsExactly(
            "room: dev",
            "event:",
            "  appendedAt: 2026-11-22T15:07:20.363Z",
            "  seq: 1795360040363",
            "gateways:",
            "  - gateway: one",
            "    deliveries:",
            "      delivered: 2",
            "    sockets: none",
            "rows:",
            "  name  n  more",
            "  a     1  -",
            "  long  -  true");
  }

  @Test
  void control_characters_do_not_reach_the_terminal() {
    assertThat(ReadableAnswer.of(JsonText.read("{\"id\":\"a\\u001b[2J\"}")))
        .containsExactly("id: a?[2J");
  }
}
