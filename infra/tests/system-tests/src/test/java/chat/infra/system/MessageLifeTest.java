package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.system.Rest.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Changes of messages: made at one gateway, shown at both, live, paged and replayed. */
@ExtendWith(RunningSystem.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MessageLifeTest {

  private final Person ann;
  private final Person bob;
  private String room = "";

  MessageLifeTest(ChatSystem system) {
    ann = Person.register(system, "ann");
    bob = Person.register(system, "bob");
  }

  @BeforeEach
  void a_room_of_two() {
    room = "life-" + UUID.randomUUID();
    ann.makes(room, "public", bob);
  }

  @Test
  void an_edit_is_an_event_and_the_message_has_the_new_text_everywhere() {
    long seq = bob.says(room, "old");
    try (SocketClient live = ann.joined(ann.two(), room)) {
      Answer edited = bob.two().patch(message(seq), Map.of("content", "new"));
      JsonNode event = live.next("edited");

      assertThat(edited.status()).isEqualTo(200);
      assertThat(edited.body().path("content").stringValue()).isEqualTo("new");
      assertThat(edited.body().path("editedAt")).isEqualTo(event.path("at"));
      assertThat(event.path("target").longValue()).isEqualTo(seq);
      assertThat(event.path("prev").longValue()).isEqualTo(seq);
      assertThat(event.path("content").stringValue()).isEqualTo("new");
      assertThat(event.at("/user/id").stringValue()).isEqualTo(bob.id());
    }
    for (JsonNode shown : shown(seq)) {
      assertThat(shown.path("content").stringValue()).isEqualTo("new");
      assertThat(shown.path("editedAt").longValue()).isPositive();
    }
    assertThat(ann.one().patch(message(seq), Map.of("content", "not mine")).code())
        .as("the owner, but not its author")
        .isEqualTo("forbidden");
  }

  @Test
  void a_deleted_message_keeps_its_place_and_nothing_else() {
    long seq = bob.says(room, "secret one");
    bob.one().patch(message(seq), Map.of("content", "secret two"));
    ann.two().put(message(seq) + "/reactions/+1", Map.of());
    try (SocketClient live = bob.joined(bob.two(), room)) {
      assertThat(ann.one().delete(message(seq)).status()).as("by the owner").isEqualTo(204);
      assertThat(live.next("deleted").path("target").longValue()).isEqualTo(seq);
    }
    for (JsonNode shown : shown(seq)) {
      assertThat(shown.path("deletedAt").longValue()).isPositive();
      assertThat(shown.has("content")).isFalse();
      assertThat(shown.has("reactions")).isFalse();
    }
    for (Rest gateway : List.of(ann.one(), ann.two())) {
      assertThat(Person.chain(gateway, room).toString()).doesNotContain("secret");
    }
    assertThat(bob.two().patch(message(seq), Map.of("content", "back")).code())
        .isEqualTo("not_found");
    assertThat(bob.two().put(message(seq) + "/reactions/+1", Map.of()).code())
        .isEqualTo("not_found");
  }

  @Test
  void a_change_that_changes_nothing_is_acknowledged_with_the_last_one() {
    long seq = bob.says(room, "hi");
    try (SocketClient one = bob.joined(bob.one());
        SocketClient two = bob.joined(bob.two())) {
      assertThat(ack(one, Map.of("type", "edit", "seq", seq, "content", "hi"))).isEqualTo(seq);
      long edit = ack(one, Map.of("type", "edit", "seq", seq, "content", "ho"));
      assertThat(edit).isGreaterThan(seq);
      assertThat(ack(two, Map.of("type", "edit", "seq", seq, "content", "ho"))).isEqualTo(edit);
      long reaction = ack(two, Map.of("type", "react", "seq", seq, "emoji", "👍"));
      assertThat(ack(one, Map.of("type", "react", "seq", seq, "emoji", "👍"))).isEqualTo(reaction);
      long deletion = ack(one, Map.of("type", "delete", "seq", seq));
      assertThat(ack(two, Map.of("type", "delete", "seq", seq))).isEqualTo(deletion);
    }
    assertThat(Person.chain(ann.two(), room))
        .extracting(event -> event.path("type").stringValue())
        .containsExactly("room", "member", "message", "edited", "reaction", "deleted");
  }

  @Test
  void reactions_are_counted_once_a_user_and_can_be_taken_back() {
    long seq = ann.says(room, "hi");
    String thumb = message(seq) + "/reactions/%F0%9F%91%8D";
    try (SocketClient live = ann.joined(ann.two(), room)) {
      assertThat(bob.one().put(thumb, Map.of()).status()).isEqualTo(204);
      assertThat(bob.two().put(thumb, Map.of()).status()).isEqualTo(204);
      assertThat(ann.one().put(thumb, Map.of()).status()).isEqualTo(204);
      JsonNode event = live.next("reaction");
      assertThat(event.path("emoji").stringValue()).isEqualTo("👍");
      assertThat(event.path("removed").booleanValue()).isFalse();
      assertThat(live.next("reaction").at("/user/id").stringValue()).isEqualTo(ann.id());
    }
    assertThat(shown(seq))
        .allSatisfy(
            shown ->
                assertThat(shown.at("/reactions/👍").toString())
                    .isEqualTo("{\"count\":2,\"me\":true}"));

    assertThat(ann.two().delete(thumb).status()).isEqualTo(204);
    assertThat(ann.one().delete(thumb).status()).isEqualTo(204);
    assertThat(shown(seq))
        .allSatisfy(
            shown ->
                assertThat(shown.at("/reactions/👍").toString())
                    .isEqualTo("{\"count\":1,\"me\":false}"));
    assertThat(bob.one().put(message(seq) + "/reactions/a%20b", Map.of()).code())
        .isEqualTo("invalid_request");
  }

  @Test
  void a_message_takes_twenty_different_emojis_and_no_more() {
    String reactions = message(ann.says(room, "hi")) + "/reactions/";
    for (int i = 0; i < 20; i++) {
      assertThat(bob.one().put(reactions + "e" + i, Map.of()).status()).isEqualTo(204);
    }
    assertThat(bob.two().put(reactions + "one-more", Map.of()).code()).isEqualTo("conflict");
    assertThat(ann.two().put(reactions + "e7", Map.of()).status()).isEqualTo(204);
    assertThat(bob.two().delete(reactions + "e3").status()).isEqualTo(204);
    assertThat(bob.two().put(reactions + "one-more", Map.of()).status()).isEqualTo(204);
  }

  @Test
  void a_message_takes_so_many_reactions_of_all_users_and_no_more() {
    String reactions = message(ann.says(room, "hi")) + "/reactions/";
    for (int i = 0; i < ChatSystem.MAX_REACTIONS; i++) {
      Rest one = i < 20 ? bob.one() : ann.two();
      assertThat(one.put(reactions + "e" + i % 20, Map.of()).status()).isEqualTo(204);
    }
    assertThat(ann.one().put(reactions + "e19", Map.of()).code()).isEqualTo("conflict");
    assertThat(ann.one().put(reactions + "e0", Map.of()).status()).as("there").isEqualTo(204);
    assertThat(bob.two().delete(reactions + "e3").status()).isEqualTo(204);
    assertThat(ann.one().put(reactions + "e19", Map.of()).status()).isEqualTo(204);
  }

  @Test
  void a_message_is_edited_so_often_and_no_more_by_whatever_way() {
    long seq = ann.says(room, "0");
    for (int i = 1; i <= ChatSystem.MAX_EDITS; i++) {
      Rest gateway = i % 2 == 0 ? ann.one() : ann.two();
      assertThat(gateway.patch(message(seq), Map.of("content", "" + i)).status()).isEqualTo(200);
    }

    Map<String, Object> more = Map.of("room", room, "seq", seq, "content", "more");
    for (Rest gateway : List.of(ann.one(), ann.two())) {
      Answer refused = gateway.patch(message(seq), Map.of("content", "more"));
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.code()).isEqualTo("conflict");
      try (SocketClient socket = ann.joined(gateway)) {
        Map<String, Object> frame = new HashMap<>(more);
        frame.put("type", "edit");
        frame.put("ref", "1");
        socket.send(frame);
        assertThat(socket.next("error").path("code").stringValue()).isEqualTo("conflict");
      }
      PollingClient polling =
          PollingClient.connect(List.of(gateway.gateway()), Map.of("token", ann.user().token()));
      assertThat(polling.connected().has("sid")).isTrue();
      assertThat(polling.ask("edit", more).path("code").stringValue()).isEqualTo("conflict");
      polling.leave();
    }
    for (JsonNode shown : shown(seq)) {
      assertThat(shown.path("content").stringValue()).isEqualTo("" + ChatSystem.MAX_EDITS);
    }
    assertThat(ann.two().delete(message(seq)).status()).isEqualTo(204);
  }

  @Test
  void a_reply_says_to_what_and_mentions_say_whom() {
    long seq = ann.says(room, "who?");
    String text = "me, @" + ann.user().username() + ". Not a@" + bob.user().username();

    Answer sent =
        bob.two().post("/api/messages", Map.of("room", room, "content", text, "replyTo", seq));

    assertThat(sent.status()).isEqualTo(201);
    for (JsonNode shown : shown(sent.body().path("seq").longValue())) {
      assertThat(shown.path("replyTo").longValue()).isEqualTo(seq);
      assertThat(shown.path("mentions").toString()).isEqualTo("[\"" + ann.id() + "\"]");
    }
    assertThat(
            bob.two()
                .post("/api/messages", Map.of("room", room, "content", "x", "replyTo", seq + 1000))
                .status())
        .isBetween(400, 499);
  }

  @Test
  void an_event_that_is_no_message_is_not_changed() {
    long created = Person.chain(ann.one(), room).get(0).path("seq").longValue();

    assertThat(ann.one().patch(message(created), Map.of("content", "x")).code())
        .isEqualTo("not_found");
    assertThat(ann.one().delete(message(created + 1_000_000)).code()).isEqualTo("not_found");
    assertThat(ann.one().patch(message(0), Map.of("content", "x")).code())
        .isEqualTo("invalid_request");
    assertThat(ann.one().patch(message(ann.says(room, "hi")), Map.of("content", " ")).code())
        .isEqualTo("invalid_request");
  }

  private long ack(SocketClient socket, Map<String, ?> change) {
    Map<String, Object> frame = new HashMap<>(change);
    frame.put("room", room);
    frame.put("ref", "1");
    socket.send(frame);
    return socket.next("ack").path("seq").longValue();
  }

  private String message(long seq) {
    return "/api/messages/" + room + "/" + seq;
  }

  /** A message as ann gets it at both gateways: paged, in the chain, and replayed. */
  private List<JsonNode> shown(long seq) {
    List<JsonNode> shown = new ArrayList<>();
    for (Rest gateway : List.of(ann.one(), ann.two())) {
      String around = "/api/messages?room=" + room + "&limit=1&around=" + seq;
      shown.add(gateway.get(around).body().at("/messages/0"));
      String chain = "/api/rooms/" + room + "/events?limit=1&after=" + (seq - 1);
      shown.add(gateway.get(chain).body().at("/events/0"));
      try (SocketClient replay = ann.resumed(gateway.gateway(), room, seq - 1)) {
        shown.add(replay.next("message"));
      }
    }
    assertThat(shown).allSatisfy(one -> assertThat(one.path("seq").longValue()).isEqualTo(seq));
    return shown;
  }
}
