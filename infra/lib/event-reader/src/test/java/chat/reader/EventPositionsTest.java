package chat.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventPositionsTest {

  private static final String TEXT =
      "{\"topic\":\"chat.events\",\"topicId\":\"q1\",\"offsets\":{\"0\":12,\"10\":3},"
          + "\"after\":{\"general\":17592186044421}}";

  @Test
  void the_text_form_is_one_line_of_json_that_other_languages_read() {
    EventPositions positions =
        new EventPositions(
            "chat.events",
            "q1",
            new TreeMap<>(Map.of(10, 3L, 0, 12L)),
            new TreeMap<>(Map.of("general", 17_592_186_044_421L)));

    assertThat(positions).hasToString(TEXT);
    assertThat(EventPositions.parse(TEXT)).isEqualTo(positions);
  }

  @Test
  void fields_of_later_versions_are_ignored() {
    assertThat(EventPositions.parse("{\"later\":[1,{\"x\":2}]," + TEXT.substring(1)))
        .hasToString(TEXT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"topic\":\"chat.events\",\"topicId\":\"q1\",\"offsets\":[1]}",
        "{\"topic\":\"chat.events\",\"topicId\":\"q1\",\"offsets\":{\"0\":-1}}",
        "{\"topic\":\"chat.events\",\"topicId\":\"q1\",\"offsets\":{\"x\":1}}",
        "{\"topic\":\"chat.events\",\"topicId\":\"q1\",\"offsets\":{\"0\":\"1\"}}",
        "{\"topic\":\"chat.events\",\"topicId\":\"q1\",\"after\":{\"no room\":1}}",
        "{\"topic\":\"chat.events\",\"topicId\":\"q1\",\"after\":{\"general\":-2}}",
        "{\"topic\":\"chat.events\",\"topicId\":\"q1\""
      })
  void other_texts_are_refused(String text) {
    assertThatThrownBy(() -> EventPositions.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void an_end_is_reached_when_no_partition_is_before_it() {
    EventPositions end = EventPositions.parse(TEXT);

    assertThat(end.reached(end)).isTrue();
    assertThat(end.with(new TreeMap<>(Map.of(0, 13L, 10, 2L))).reached(end)).isFalse();
    assertThat(EventPositions.parse(TEXT.replace("q1", "q2")).reached(end)).isFalse();
  }
}
