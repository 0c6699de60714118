package chat.contract.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import chat.contract.Author;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {

  private static final Author ANN = new Author("u1", "ann");
  private static final Attachment FILE = new Attachment("f1", "a.txt", "text/plain", 3);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\t\n\u000B\f\r",
        "\u0085",
        "\u00A0",
        "\u1680",
        "\u2000\u200A",
        "\u2028\u2029",
        "\u202F",
        "\u205F",
        "\u3000"
      })
  void white_space_alone_says_nothing(String text) {
    assertThat(Message.isContent(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", " a ", "\u200B", "\uFEFF", "\u001C", "\u180E", "👍", "0"})
  void anything_else_is_content(String text) {
    assertThat(Message.isContent(text)).isTrue();
  }

  @Test
  void content_is_counted_in_code_points() {
    assertThat(Message.isContent("👍".repeat(4000))).isTrue();
    assertThat(Message.isContent("👍".repeat(4001))).isFalse();
    assertThat(Message.isContent("a".repeat(4001))).isFalse();
  }

  @Test
  void content_is_kept_as_it_is() {
    assertThat(message("general", "m-1", " a\r\n ").content()).isEqualTo(" a\r\n ");
  }

  @Test
  void what_is_no_message_is_refused_with_its_reason() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> message("General", "m-1", "hi"))
        .withMessage("room: General (expected: a room's name)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> message("general", "m 1", "hi"))
        .withMessage("id: m 1 (expected: [A-Za-z0-9_-]{1,64})");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> message("general", "m-1", " "))
        .withMessageStartingWith("content: 1 characters (expected: 1..4000 code points");
  }

  @Test
  void ten_files_are_the_most() {
    assertThat(withFiles(10).attachments()).hasSize(10);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> withFiles(11))
        .withMessage("attachments: 11 (expected: <= 10)");
  }

  @Test
  void later_changes_of_a_list_do_not_reach_the_message() {
    List<String> mentions = new ArrayList<>(List.of("u2"));
    Message message = new Message("dev", "m", ANN, "hi", 1, null, List.of(), mentions);
    mentions.clear();
    assertThat(message.mentions()).containsExactly("u2");
  }

  @Test
  void an_author_has_an_id_and_a_username() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Author("", "ann"));
    assertThatIllegalArgumentException().isThrownBy(() -> new Author("u1", "an"));
    assertThatIllegalArgumentException().isThrownBy(() -> new Author("u1", "-ann"));
  }

  private static Message message(String room, String id, String content) {
    return new Message(room, id, ANN, content, 1, null, List.of(), List.of());
  }

  private static Message withFiles(int count) {
    return new Message("dev", "m", ANN, "hi", 1, null, Collections.nCopies(count, FILE), List.of());
  }
}
