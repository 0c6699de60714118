package chat.contract.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import chat.contract.ApplicationData;
import chat.contract.Author;
import chat.contract.log.ContentDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The application's data of messages, in the log and after later events. */
class MessageDataTest {

  private static final Author ANN = new Author("u1", "ann");
  private static final String EXACT =
      "{'n':1e400,'m':0.10,'k':12345678901234567890,'o':[{'👍':-0}]}";
  private static final String HEAD =
      "{'type':'message','room':'dev','id':'m-1','user':{'id':'u1','username':'ann'},";
  private static final String EDIT =
      "{'type':'edited','room':'dev','id':'e-1','user':{'id':'u1','username':'ann'},'target':7,";

  @Test
  void data_are_the_last_field_of_a_message_and_come_back_to_the_digit() {
    Message message = message("hi", EXACT);

    shows(message, HEAD + "'content':'hi','at':5,'data':" + EXACT + "}");
    assertThat(RoomEventCodec.decode(RoomEventCodec.encode(message))).isEqualTo(message);
  }

  @Test
  void a_message_may_have_data_and_no_content() {
    Message message = message(null, EXACT);

    shows(message, HEAD + "'at':5,'data':" + EXACT + "}");
    assertThat(RoomEventCodec.decode(RoomEventCodec.encode(message))).isEqualTo(message);
    assertThatIllegalArgumentException().isThrownBy(() -> message(null, null));
    assertThatIllegalArgumentException().isThrownBy(() -> message(null, "null"));
    assertThatIllegalArgumentException().isThrownBy(() -> message(" ", EXACT));
  }

  @Test
  void an_edit_has_the_new_data_or_null_for_none() {
    shows(edit("ho", EXACT), EDIT + "'content':'ho','data':" + EXACT + ",'at':6}");
    shows(edit("ho", "null"), EDIT + "'content':'ho','data':null,'at':6}");
    shows(edit(null, "{}"), EDIT + "'data':{},'at':6}");
    assertThatIllegalArgumentException().isThrownBy(() -> edit(null, "null"));
    assertThat(RoomEventCodec.decode(RoomEventCodec.encode(edit("ho", "null"))))
        .isEqualTo(edit("ho", "null"));
  }

  @Test
  void an_edit_replaces_removes_or_leaves_data() {
    byte[] message = RoomEventCodec.encode(message("hi", EXACT));

    shows(
        PresentState.edited(message, edit("ho", "{'b':2.50}")),
        HEAD + "'at':5,'content':'ho','data':{'b':2.50},'editedAt':6}");
    shows(
        PresentState.edited(message, edit("ho", "null")),
        HEAD + "'at':5,'content':'ho','editedAt':6}");
    shows(
        PresentState.edited(message, edit("ho", null)),
        HEAD + "'at':5,'data':" + EXACT + ",'content':'ho','editedAt':6}");
    shows(PresentState.edited(message, edit(null, "{}")), HEAD + "'at':5,'data':{},'editedAt':6}");
  }

  @Test
  void deletion_and_erasure_leave_no_data() {
    byte[] message = RoomEventCodec.encode(message("hi", EXACT));
    byte[] edit = RoomEventCodec.encode(edit("ho", EXACT));

    shows(PresentState.deleted(message, 8), HEAD + "'at':5,'deletedAt':8}");
    shows(PresentState.withoutText(edit), EDIT + "'at':6}");
    shows(
        Nameless.of(message, "u1", 9),
        "{'type':'message','room':'dev','id':'m-1','at':5,'deletedAt':9}");
    shows(
        Nameless.of(edit, "u1", 9), "{'type':'edited','room':'dev','id':'e-1','target':7,'at':6}");
  }

  @Test
  void an_erased_user_s_event_keeps_its_place_and_name() {
    byte[] event =
        RoomEventCodec.encode(
            new EmittedEvent(
                "dev", "v-1", ANN, "poll.vote", ApplicationData.of("{\"option\":2}"), 5));

    shows(
        Nameless.of(event, "u1", 9),
        "{'type':'event','room':'dev','id':'v-1','name':'poll.vote','at':5}");
    assertThat(Nameless.of(event, "u2", 9)).isSameAs(event);
  }

  @Test
  void an_event_and_a_message_under_one_id_are_different_things() {
    ApplicationData data = ApplicationData.of("{\"a\":1}");

    assertThat(ContentDigest.of("poll.vote", data))
        .isNotEqualTo(ContentDigest.of("poll.vote", null, List.of(), data))
        .isNotEqualTo(ContentDigest.of("poll.veto", data))
        .isNotEqualTo(ContentDigest.of("poll.vote", ApplicationData.of("{\"a\":2}")));
  }

  @Test
  void the_digest_tells_other_data_apart_and_not_another_order_of_keys() {
    int digest = digest("{'a':1,'b':2}");

    assertThat(digest("{'b':2,'a':1}")).isEqualTo(digest);
    assertThat(digest("{'a':1,'b':3}")).isNotEqualTo(digest);
    assertThat(digest(null)).isEqualTo(0x211b2fd4);
    assertThat(ContentDigest.of(null, null, List.of(), data("{'a':1,'b':2}"))).isNotEqualTo(digest);
  }

  private static int digest(@Nullable String data) {
    return ContentDigest.of("hi", null, List.of(), data(data));
  }

  private static Message message(@Nullable String content, @Nullable String data) {
    return new Message("dev", "m-1", ANN, content, 5, null, List.of(), List.of(), data(data));
  }

  private static Edited edit(@Nullable String content, @Nullable String data) {
    return new Edited("dev", "e-1", ANN, 7, content, List.of(), data(data), 6);
  }

  private static @Nullable ApplicationData data(@Nullable String json) {
    return json == null ? null : ApplicationData.of(json.replace('\'', '"'));
  }

  private static void shows(RoomEvent event, String json) {
    shows(RoomEventCodec.encode(event), json);
  }

  private static void shows(byte[] event, String json) {
    assertThat(new String(event, UTF_8)).isEqualTo(json.replace('\'', '"'));
  }
}
