package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.system.Rest.Answer;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Data of the application and emitted events: in at one gateway, out at both. */
@ExtendWith(RunningSystem.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApplicationDataTest {

  private static final String EXACT =
      "{\"n\":1e400,\"m\":0.10,\"k\":12345678901234567890,\"o\":[{\"👍\":-0}]}";

  private final ChatSystem system;
  private final Person ann;
  private final Person bob;
  private String room = "";

  ApplicationDataTest(ChatSystem system) {
    this.system = system;
    ann = Person.register(system, "ann");
    bob = Person.register(system, "bob");
  }

  @BeforeEach
  void a_room_of_two() {
    room = "data-" + UUID.randomUUID();
    ann.makes(room, "private", bob);
  }

  @Test
  void data_of_a_message_come_back_to_the_digit_and_change_with_edits() {
    try (SocketClient live = bob.joined(bob.two(), room)) {
      Answer sent = ann.one().post("/api/messages", message("m-1", EXACT));
      assertThat(sent.status()).as(sent.raw().body()).isEqualTo(201);
      assertThat(sent.raw().body()).contains("\"data\":" + EXACT).doesNotContain("content");
      assertThat(live.next("message").at("/data/k").bigIntegerValue())
          .isEqualTo(new BigInteger("12345678901234567890"));
      long seq = sent.body().path("seq").longValue();
      for (Rest gateway : List.of(bob.one(), bob.two())) {
        assertThat(gateway.get("/api/messages?room=" + room).raw().body())
            .contains("\"data\":" + EXACT);
        assertThat(events(gateway)).contains("\"data\":" + EXACT);
      }
      assertThat(ann.two().post("/api/messages", message("m-1", EXACT)).status()).isEqualTo(200);
      assertThat(ann.two().post("/api/messages", message("m-1", "{\"n\":1}")).code())
          .isEqualTo("conflict");

      String path = "/api/messages/" + room + "/" + seq;
      assertThat(ann.two().patch(path, Map.of("data", Map.of("b", 2))).status()).isEqualTo(200);
      assertThat(live.next("edited").at("/data/b").intValue()).isEqualTo(2);
      assertThat(ann.one().ask("PATCH", path, "{\"data\":null}").code())
          .isEqualTo("invalid_request");
      Answer text = ann.one().ask("PATCH", path, "{\"data\":null,\"content\":\"hi\"}");
      assertThat(text.body().has("data")).isFalse();
      assertThat(live.next("edited").path("data").isNull()).isTrue();
      ann.one().patch(path, Map.of("data", Map.of("secret", 1)));
      assertThat(ann.one().delete(path).status()).isEqualTo(204);
      assertThat(events(bob.two())).doesNotContain("secret");
    }
  }

  @Test
  void a_kept_event_is_in_the_chain_once_and_is_no_message() {
    Map<String, Object> emit =
        Map.of(
            "type",
            "emit",
            "ref",
            "1",
            "room",
            room,
            "name",
            "poll.vote",
            "id",
            "v-1",
            "keep",
            true,
            "data",
            Map.of("option", 2));
    try (SocketClient one = ann.joined(ann.one(), room);
        SocketClient two = bob.joined(bob.two(), room)) {
      one.send(emit);
      JsonNode event = two.next("event");
      long seq = one.take(1, "ack").get(0).path("seq").longValue();

      assertThat(event.path("seq").longValue()).isEqualTo(seq);
      assertThat(event.path("name").stringValue()).isEqualTo("poll.vote");
      assertThat(event.at("/data/option").intValue()).isEqualTo(2);
      one.send(emit);
      assertThat(one.take(1, "ack").get(0).path("seq").longValue()).isEqualTo(seq);

      String path = "/api/rooms/" + room + "/emit";
      String vote =
          "{\"name\":\"poll.vote\",\"id\":\"v-1\",\"keep\":true,\"data\":{\"option\":%d}}";
      assertThat(ann.two().post(path, vote.formatted(2)).status()).isEqualTo(200);
      assertThat(ann.two().post(path, vote.formatted(3)).code()).isEqualTo("conflict");
      assertThat(ann.two().post("/api/messages", message("v-1", "{}")).code())
          .isEqualTo("conflict");
      Answer more = bob.two().post(path, vote.formatted(1));
      assertThat(more.status()).as("another user's id").isEqualTo(201);
    }
    assertThat(Person.chain(bob.two(), room))
        .extracting(event -> event.path("type").stringValue())
        .containsExactly("room", "member", "event", "event");
    assertThat(bob.one().get("/api/messages?room=" + room).body().path("messages")).isEmpty();
    assertThat(bob.one().get("/api/rooms").body().toString()).contains("\"unread\":0");
    Person eve = Person.register(system, "eve");
    assertThat(
            eve.one().post("/api/rooms/" + room + "/emit", "{\"name\":\"a\",\"data\":{}}").code())
        .isEqualTo("not_found");
  }

  @Test
  void an_event_that_is_not_kept_reaches_those_who_have_joined() {
    try (SocketClient one = ann.joined(ann.one(), room);
        SocketClient two = bob.joined(bob.two(), room)) {
      one.send(Map.of("type", "emit", "room", room, "name", "cursor", "data", Map.of("x", 0.25)));
      for (SocketClient socket : List.of(one, two)) {
        JsonNode event = socket.next("event");
        assertThat(event.path("name").stringValue()).isEqualTo("cursor");
        assertThat(event.at("/user/id").stringValue()).isEqualTo(ann.id());
        assertThat(event.has("seq")).isFalse();
      }
      Answer accepted =
          bob.two().post("/api/rooms/" + room + "/emit", "{\"name\":\"a\",\"data\":{}}");
      assertThat(accepted.status()).isEqualTo(202);
      assertThat(one.next("event").path("name").stringValue()).isEqualTo("a");
      one.send(Map.of("type", "emit", "ref", "2", "room", room, "name", "A B", "data", Map.of()));
      assertThat(one.next("error").path("code").stringValue()).isEqualTo("invalid_request");
      assertThat(one.poll(Duration.ofMillis(200))).isNull();
    }
    assertThat(events(ann.one())).doesNotContain("cursor");
  }

  @Test
  void data_of_a_room_are_shown_at_both_gateways() {
    String path = "/api/rooms/" + room;
    try (SocketClient live = bob.joined(bob.two(), room)) {
      Answer changed = ann.one().ask("PATCH", path, "{\"data\":" + EXACT + "}");
      assertThat(changed.raw().body()).contains("\"data\":" + EXACT);
      assertThat(live.next("room").at("/data/k").bigIntegerValue())
          .isEqualTo(new BigInteger("12345678901234567890"));
      assertThat(bob.two().get(path).raw().body()).contains("\"data\":" + EXACT);
      assertThat(ann.two().ask("PATCH", path, "{\"data\":null}").body().has("data")).isFalse();
      assertThat(bob.one().get(path).body().has("data")).isFalse();
    }
  }

  @Test
  void socket_io_takes_data_and_events() {
    PollingClient client =
        PollingClient.connect(
            List.of(system.gateway(1), system.gateway(2)), Map.of("token", ann.user().token()));
    client.connected();
    assertThat(client.ask("join", Map.of("room", room)).path("ok").booleanValue()).isTrue();

    JsonNode sent = client.ask("send", Map.of("room", room, "data", Map.of("a", 1)));
    assertThat(client.message().at("/data/a").intValue()).isEqualTo(1);
    JsonNode kept =
        client.ask(
            "emit", Map.of("room", room, "name", "vote", "data", Map.of("a", 1), "keep", true));
    assertThat(kept.path("seq").longValue()).isGreaterThan(sent.path("seq").longValue());
    JsonNode large =
        client.ask("send", Map.of("room", room, "data", Map.of("a", "x".repeat(5000))));
    assertThat(large.path("code").stringValue()).isEqualTo("too_large");
  }

  private String events(Rest gateway) {
    return gateway.get("/api/rooms/" + room + "/events").raw().body();
  }

  private String message(String id, String data) {
    return "{\"room\":\"" + room + "\",\"id\":\"" + id + "\",\"data\":" + data + "}";
  }
}
