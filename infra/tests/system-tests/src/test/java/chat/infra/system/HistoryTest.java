package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@ExtendWith(RunningSystem.class)
class HistoryTest {

  private final ChatSystem system;
  private Rest alice = new Rest(java.net.URI.create("http://unset"), null);
  private String room = "";

  HistoryTest(ChatSystem system) {
    this.system = system;
  }

  @BeforeEach
  void a_user_and_a_room() {
    Rest anybody = new Rest(system.gateway(1), null);
    alice = User.register(anybody, "alice").rest(anybody);
    room = "history-" + UUID.randomUUID();
  }

  @Test
  void an_acknowledged_message_is_read_at_once_at_the_other_gateway() {
    for (int i = 0; i < 20; i++) {
      Rest.Answer sent = send("m" + i);
      JsonNode newest = page(alice.at(system.gateway(2)), "&limit=1").path("messages").path(0);

      assertThat(sent.status()).isEqualTo(201);
      assertThat(newest.path("seq")).isEqualTo(sent.body().path("seq"));
      assertThat(newest.path("content").stringValue()).isEqualTo("m" + i);
    }
  }

  @Test
  void pages_lead_through_all_messages_in_both_directions() {
    List<Long> seqs = IntStream.range(0, 25).mapToObj(i -> seq(send("m" + i))).toList();

    JsonNode newest = page(alice, "&limit=10");
    assertThat(seqs(newest)).isEqualTo(seqs.subList(15, 25));
    assertThat(newest.path("after").isNull()).isTrue();
    JsonNode middle = page(alice, "&limit=10&before=" + newest.path("before"));
    assertThat(seqs(middle)).isEqualTo(seqs.subList(5, 15));
    JsonNode oldest = page(alice, "&limit=10&before=" + middle.path("before"));
    assertThat(seqs(oldest)).isEqualTo(seqs.subList(0, 5));
    assertThat(oldest.path("before").isNull()).isTrue();
    JsonNode again = page(alice, "&limit=10&after=" + oldest.path("after"));
    assertThat(seqs(again)).isEqualTo(seqs.subList(5, 15));
    JsonNode around = page(alice, "&limit=5&around=" + seqs.get(12));
    assertThat(seqs(around)).isEqualTo(seqs.subList(10, 15));
    assertThat(seqs(page(alice, "&after=0&limit=3"))).isEqualTo(seqs.subList(0, 3));
    assertThat(page(alice, "&after=" + seqs.get(24)).path("messages")).isEmpty();
  }

  @Test
  void events_close_any_gap() {
    List<Long> seqs = IntStream.range(0, 5).mapToObj(i -> seq(send("m" + i))).toList();
    String path = "/api/rooms/" + room + "/events";

    long created = alice.get(path + "?limit=1").body().at("/events/0/seq").longValue();
    JsonNode first = alice.get(path + "?limit=3&after=" + created).body();
    JsonNode rest = alice.get(path + "?limit=3&after=" + first.path("after")).body();

    assertThat(seqs(first.path("events"))).isEqualTo(seqs.subList(0, 3));
    assertThat(seqs(rest.path("events"))).isEqualTo(seqs.subList(3, 5));
    assertThat(rest.path("after").isNull()).isTrue();
    assertThat(rest.at("/events/0/prev").longValue()).isEqualTo(seqs.get(2));
  }

  @Test
  void the_newest_messages_are_read_behind_tens_of_thousands_of_reactions() throws Exception {
    List<Long> seqs = IntStream.range(0, 60).mapToObj(i -> seq(send("m" + i))).toList();
    try (Cluster cluster = new Cluster(system.kafka())) {
      cluster.toggle(room, seqs.get(0), 40_001);
      cluster.awaitWritten();
    }
    for (int gateway : new int[] {1, 2}) {
      Rest reader = alice.at(system.gateway(gateway));
      assertThat(seqs(page(reader, ""))).isEqualTo(seqs.subList(10, 60));
      JsonNode all = page(reader, "&limit=200");
      assertThat(seqs(all)).isEqualTo(seqs);
      assertThat(all.at("/messages/0/reactions/+1/count").intValue()).isEqualTo(1);
      assertThat(seqs(page(reader, "&after=" + seqs.get(56)))).isEqualTo(seqs.subList(57, 60));
    }
    String thumb = "/api/messages/" + room + "/" + seqs.get(0) + "/reactions/%F0%9F%91%8D";
    assertThat(alice.put(thumb, Map.of()).status()).isEqualTo(204);
    assertThat(page(alice, "&limit=60").at("/messages/0/reactions/👍/count").intValue())
        .isEqualTo(1);
  }

  @Test
  void the_same_id_again_is_the_same_message_at_any_gateway() {
    Map<String, Object> body = Map.of("room", room, "id", "once", "content", "only once");
    Rest.Answer first = alice.post("/api/messages", body);
    Rest.Answer again = alice.at(system.gateway(2)).post("/api/messages", body);
    Rest.Answer other =
        alice.post("/api/messages", Map.of("room", room, "id", "once", "content", "else"));

    assertThat(first.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.body().path("code").stringValue()).isEqualTo("conflict");
    assertThat(page(alice, "").path("messages")).hasSize(1);
  }

  @Test
  void a_room_without_events_is_not_found_but_general_is_there() {
    assertThat(alice.get("/api/messages?room=" + room).status()).isEqualTo(404);
    assertThat(alice.get("/api/messages?room=general").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "room=general&limit=0",
        "room=general&limit=201",
        "room=general&limit=x",
        "room=general&before=-1",
        "room=general&before=1&after=1",
        "room=No",
        "limit=5"
      })
  void a_parameter_out_of_range_is_invalid(String query) {
    Rest.Answer answer = alice.get("/api/messages?" + query);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(answer.body().path("code").stringValue()).isEqualTo("invalid_request");
  }

  private Rest.Answer send(String content) {
    return alice.post("/api/messages", Map.of("room", room, "content", content));
  }

  private JsonNode page(Rest rest, String query) {
    Rest.Answer answer = rest.get("/api/messages?room=" + room + query);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    return answer.body();
  }

  private static long seq(Rest.Answer sent) {
    assertThat(sent.status()).as(sent.raw().body()).isEqualTo(201);
    return sent.body().path("seq").longValue();
  }

  private static List<Long> seqs(JsonNode pageOrEvents) {
    List<Long> seqs = new ArrayList<>();
    JsonNode messages = pageOrEvents.isArray() ? pageOrEvents : pageOrEvents.path("messages");
    messages.forEach(message -> seqs.add(message.path("seq").longValue()));
    return seqs;
  }
}
