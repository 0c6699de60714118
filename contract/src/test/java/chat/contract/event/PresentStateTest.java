package chat.contract.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Author;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The state of a message in history and replays, and the facts that decisions see of it. */
class PresentStateTest {

  private static final Author ANN = new Author("u1", "ann");
  private static final byte[] MESSAGE =
      RoomEventCodec.encode(
          new Message(
              "dev",
              "m-1",
              ANN,
              "hi @bob",
              5,
              3L,
              List.of(new Attachment("f1", "a.txt", "text/plain", 9)),
              List.of("u2")));
  private static final String HEAD =
      "{'type':'message','room':'dev','id':'m-1','user':{'id':'u1','username':'ann'},";
  private static final String FILE =
      "'attachments':[{'id':'f1','name':'a.txt','contentType':'text/plain','size':9}],";

  @Test
  void an_edit_replaces_text_and_mentions() {
    byte[] once = PresentState.edited(MESSAGE, edit("ho", List.of(), 6));
    shows(once, HEAD + "'at':5,'replyTo':3," + FILE + "'content':'ho','editedAt':6}");

    byte[] twice = PresentState.edited(once, edit("@eve", List.of("u3"), 7));
    shows(
        twice,
        HEAD + "'at':5,'replyTo':3," + FILE + "'content':'@eve','mentions':['u3'],'editedAt':7}");
  }

  @Test
  void a_deletion_leaves_position_author_and_what_it_answered() {
    byte[] deleted = PresentState.deleted(MESSAGE, 8);

    shows(deleted, HEAD + "'at':5,'replyTo':3,'deletedAt':8}");
    assertThat(PresentState.isDeleted(deleted)).isTrue();
    assertThat(PresentState.isDeleted(MESSAGE)).isFalse();
  }

  @Test
  void a_deletion_leaves_nothing_of_an_edit_either() {
    byte[] edited = PresentState.edited(MESSAGE, edit("secret", List.of("u3"), 6));

    shows(PresentState.deleted(edited, 8), HEAD + "'at':5,'replyTo':3,'deletedAt':8}");
  }

  @Test
  void what_is_deleted_is_not_edited_any_more() {
    byte[] deleted = PresentState.deleted(MESSAGE, 8);

    assertThat(PresentState.edited(deleted, edit("back", List.of(), 9))).isEqualTo(deleted);
  }

  @Test
  void an_erasure_leaves_the_position_alone() {
    shows(
        PresentState.erased(PresentState.deleted(MESSAGE, 8), 9),
        "{'type':'message','room':'dev','id':'m-1','at':5,'replyTo':3,'deletedAt':9}");
  }

  @Test
  void an_edit_of_a_message_that_was_deleted_since_has_no_text() {
    byte[] edited = RoomEventCodec.encode(edit("secret", List.of("u3"), 6));

    shows(
        PresentState.withoutText(edited),
        "{'type':'edited','room':'dev','id':'e-1','user':{'id':'u1','username':'ann'},"
            + "'target':7,'at':6}");
  }

  @Test
  void a_word_in_the_text_is_no_field() {
    byte[] message =
        RoomEventCodec.encode(
            new Message(
                "dev", "m-1", ANN, "\"deletedAt\":1", 5, null, List.of(), List.of("deletedAt")));

    assertThat(PresentState.isDeleted(message)).isFalse();
    assertThat(EventSummary.of(message).isDeleted()).isFalse();
  }

  @Test
  void letters_and_escapes_stay_what_they_are() {
    byte[] message =
        RoomEventCodec.encode(
            new Message(
                "dev",
                "m-1",
                ANN,
                "x",
                5,
                null,
                List.of(new Attachment("f1", "é👍\"\\.txt", "text/plain", 9)),
                List.of()));

    byte[] edited = PresentState.edited(message, edit("ü\u0000", List.of(), 6));

    assertThat(((Message) RoomEventCodec.decode(edited)).attachments().get(0).name())
        .isEqualTo("é👍\"\\.txt");
    assertThat(((Message) RoomEventCodec.decode(edited)).content()).isEqualTo("ü\u0000");
  }

  @Test
  void decisions_know_an_event_in_every_state() {
    assertThat(EventSummary.of(MESSAGE))
        .isEqualTo(new EventSummary("m-1", "u1", "hi @bob", 5, false, List.of("u2"), false));
    assertThat(EventSummary.of(PresentState.edited(MESSAGE, edit("ho", List.of(), 6))))
        .isEqualTo(new EventSummary("m-1", "u1", "ho", 5, false, List.of(), false));
    assertThat(EventSummary.of(PresentState.deleted(MESSAGE, 8)))
        .isEqualTo(new EventSummary("m-1", "u1", null, 5, true, List.of(), false));
    assertThat(EventSummary.of(PresentState.erased(MESSAGE, 8)))
        .isEqualTo(new EventSummary("m-1", null, null, 5, true, List.of(), false));
    assertThat(EventSummary.of("{\"type\":\"unreadable\",\"room\":\"dev\"}".getBytes(UTF_8)))
        .isEqualTo(new EventSummary("", null, null, 0, false, List.of(), false));
  }

  private static Edited edit(String content, List<String> mentions, long at) {
    return new Edited("dev", "e-1", ANN, 7, content, mentions, at);
  }

  private static void shows(byte[] event, String json) {
    assertThat(new String(event, UTF_8)).isEqualTo(json.replace('\'', '"'));
  }
}
