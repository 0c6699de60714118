package chat.gateway.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.contract.ApplicationData;
import chat.contract.Author;
import chat.contract.event.Message;
import chat.edge.problem.Refusal;
import chat.gateway.json.JsonBounds;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The effect of an edit on text and data of a message. */
class MessageEditTest {

  private static final Author ANN = new Author("u1", "ann");

  @Test
  void a_missing_field_keeps_what_is_there() {
    MessageEdit text = edit("ho", null);
    MessageEdit data = edit(null, "{\"b\":2.50}");

    assertThat(text.contentOf(message("hi", "{\"a\":1}"))).isEqualTo("ho");
    assertThat(text.dataOf(message("hi", "{\"a\":1}"))).isEqualTo(data("{\"a\":1}"));
    assertThat(data.contentOf(message("hi", null))).isEqualTo("hi");
    assertThat(data.contentOf(message(null, "{}"))).isNull();
    assertThat(data.dataOf(message("hi", "{\"a\":1}"))).isEqualTo(data("{\"b\":2.50}"));
  }

  @Test
  void null_removes_data_that_are_there() {
    MessageEdit edit = edit("ho", "null");

    assertThat(edit.dataOf(message("hi", "{}"))).isEqualTo(ApplicationData.NONE);
    assertThat(edit.dataOf(message("hi", null))).isNull();
  }

  @Test
  void an_edit_that_changes_nothing_is_known() {
    assertThat(edit("hi", null).isIn(message("hi", "{\"a\":1}"))).isTrue();
    assertThat(edit("ho", null).isIn(message("hi", "{\"a\":1}"))).isFalse();
    assertThat(edit(null, "{\"b\":1,\"a\":2}").isIn(message("hi", "{\"a\":2,\"b\":1}"))).isTrue();
    assertThat(edit(null, "{\"a\":2.0}").isIn(message("hi", "{\"a\":2}"))).isFalse();
    assertThat(edit("hi", "{\"a\":2}").isIn(message("hi", null))).isFalse();
    assertThat(edit("hi", "null").isIn(message("hi", "{}"))).isFalse();
    assertThat(edit(null, "null").isIn(message("hi", null))).isTrue();
  }

  @Test
  void one_of_both_is_needed() {
    assertThatThrownBy(() -> edit(null, null)).isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> edit(" ", "{}")).isInstanceOf(Refusal.class);
  }

  private static MessageEdit edit(@Nullable String content, @Nullable String data) {
    JsonNode field = data == null ? null : JsonBounds.OF_CLIENTS.mapper().readTree(data);
    return MessageEdit.of(content, field);
  }

  private static Message message(@Nullable String content, @Nullable String data) {
    return new Message("dev", "m-1", ANN, content, 5, null, List.of(), List.of(), data(data));
  }

  private static @Nullable ApplicationData data(@Nullable String json) {
    return json == null ? null : ApplicationData.of(json);
  }
}
