package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.contract.log.RoomPartition;
import chat.infra.system.Rest.Answer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;

/** What operators see of the installation at any of its gateways, and their orders. */
@Isolated // drains a gateway
@ExtendWith(RunningSystem.class)
class OperatorsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String OPERATOR = "/api/server/operator/";

  private final ChatSystem system;
  private final Person ann;
  private final Rest operator;

  OperatorsTest(ChatSystem system) {
    this.system = system;
    this.ann = Person.register(system, "ann");
    this.operator = Backend.rest(system.gateway(1));
  }

  @Test
  void each_gateway_lists_all_gateways_and_what_is_behind() {
    for (int number = 1; number <= 2; number++) {
      JsonNode found = get(Backend.rest(system.gateway(number)), "gateways");

      assertThat(
              found.path("gateways").valueStream().map(each -> each.path("gateway").stringValue()))
          .containsExactlyInAnyOrder("gateway-1", "gateway-2");
      assertThat(found.path("gateways").valueStream())
          .allMatch(each -> each.path("ready").booleanValue(false));
    }
    await() // a group is known from its first commit on
        .atMost(PATIENCE)
        .until(() -> get(operator, "gateways").at("/lag/message-writer").longValue(-1) == 0);
    await()
        .atMost(PATIENCE)
        .until(() -> get(operator, "gateways").at("/lag/chat-events").longValue(-1) == 0);
  }

  @Test
  void rooms_are_listed_by_their_sockets_at_all_gateways() {
    String room = "operators-" + UUID.randomUUID();
    ann.makes(room, "public");
    try (SocketClient one = ann.joined(ann.one(), room);
        SocketClient two = ann.joined(ann.two(), room)) {
      ann.says(room, "hello");
      one.take(1, "message");
      two.take(1, "message");

      JsonNode load =
          get(operator, "rooms?limit=200")
              .path("rooms")
              .valueStream()
              .filter(each -> room.equals(each.path("room").stringValue()))
              .findFirst()
              .orElseThrow();
      assertThat(load.path("sockets").intValue()).isEqualTo(2);
      assertThat(load.path("gateways").intValue()).isEqualTo(2);
      assertThat(load.path("events").longValue()).isEqualTo(1);
    }
    assertThat(operator.get(OPERATOR + "rooms?limit=0").code()).isEqualTo("invalid_request");
    assertThat(operator.get(OPERATOR + "rooms?limit=201").code()).isEqualTo("invalid_request");
  }

  @Test
  void the_sockets_of_a_user_are_found_at_any_gateway_until_the_sessions_end() {
    try (SocketClient socket = ann.joined(ann.two(), "general")) {
      assertThat(sockets()).extracting(each -> each.path("rooms").intValue()).containsExactly(1);
      system.run("end-sessions", ann.id());
      assertThat(socket.closeCode()).isEqualTo(4401);
      await().atMost(PATIENCE).until(() -> sockets().get(0).path("code").intValue(0) == 4401);
    }
    assertThat(operator.get(OPERATOR + "users/a%20b/sockets").code()).isEqualTo("invalid_request");
  }

  @Test
  void a_gateway_is_drained_through_the_other_one_and_accepts_sockets_again() {
    try (SocketClient socket = ann.joined(ann.two(), "general")) {
      Answer ordered = operator.post(OPERATOR + "gateways/gateway-2/drain", Map.of());
      assertThat(ordered.status()).as(ordered.raw().body()).isEqualTo(200);
      assertThat(ordered.body().at("/gateways/0/draining").booleanValue()).isTrue();

      socket.take(1, "reconnect");
      assertThat(socket.closeCode()).isEqualTo(1012);
      assertThat(readiness(2)).isEqualTo(503);
      assertThat(operator.post(OPERATOR + "gateways/gateway-1/drain", Map.of()).code())
          .isEqualTo("conflict");
      assertThat(readiness(1)).isEqualTo(200);
      assertThat(Backend.rest(system.gateway(2)).post("/api/server/import", Map.of()).code())
          .isEqualTo("unavailable");
      assertThat(ann.two().get("/api/rooms").status()).isEqualTo(200);
    } finally {
      system.run("undrain", "gateway-2");
    }
    await().atMost(PATIENCE).until(() -> readiness(2) == 200);
    try (SocketClient again = ann.joined(ann.two(), "general")) {
      assertThat(again.waiting()).isNotNegative();
    }
    assertThat(operator.post(OPERATOR + "gateways/none/drain", Map.of()).code())
        .isEqualTo("not_found");
  }

  @RepeatedTest(5)
  void of_two_gateways_that_are_drained_at_once_one_goes_on_to_accept_sockets() {
    Rest other = Backend.rest(system.gateway(2));
    CompletableFuture<Answer> first =
        CompletableFuture.supplyAsync(
            () -> other.post(OPERATOR + "gateways/gateway-1/drain", Map.of()));
    try {
      Answer second = operator.post(OPERATOR + "gateways/gateway-2/drain", Map.of());

      List<Answer> answers = List.of(first.join(), second);
      assertThat(answers).extracting(Answer::status).containsAnyOf(409).isSubsetOf(200, 409);
      assertThat(answers)
          .filteredOn(answer -> answer.status() == 409)
          .extracting(answer -> answer.body().path("detail").stringValue())
          .containsOnly("No other gateway accepts sockets");
      assertThat(List.of(readiness(1), readiness(2))).contains(200);
    } finally {
      system.run("undrain", "gateway-1");
      system.run("undrain", "gateway-2");
    }
    await().atMost(PATIENCE).until(() -> readiness(1) == 200 && readiness(2) == 200);
  }

  @Test
  void a_dead_letter_is_listed_and_dropped() {
    String room = "letters-" + UUID.randomUUID();
    ann.makes(room, "public");
    BrokenRecord.append(system, room);
    await().atMost(PATIENCE).until(() -> !letters(room).isEmpty());
    JsonNode letter = letters(room).get(0);
    assertThat(letter.path("originTopic").stringValue()).isEqualTo("chat.messages");
    assertThat(operator.get(OPERATOR + "dead-letters").raw().body())
        .doesNotContain(BrokenRecord.TEXT);

    String of = letter.path("partition").intValue() + " " + letter.path("offset").longValue();
    system.run(("dead-letters drop " + of).split(" "));

    assertThat(letters(room)).isEmpty();
    assertThat(operator.delete(OPERATOR + "dead-letters/" + of.replace(' ', '/')).status())
        .isEqualTo(204);
    assertThat(operator.delete(OPERATOR + "dead-letters/0/999999999").code())
        .isEqualTo("not_found");
    assertThat(operator.get(OPERATOR + "dead-letters?limit=501").code())
        .isEqualTo("invalid_request");
  }

  /** The letters of the partition of a room, the newest first; all of these tests have one key. */
  private List<JsonNode> letters(String room) {
    int partition = RoomPartition.of(room, 24);
    return get(operator, "dead-letters?limit=500")
        .path("letters")
        .valueStream()
        .filter(each -> each.path("bytes").intValue() == BrokenRecord.TEXT.length())
        .filter(each -> each.path("originPartition").stringValue().equals("" + partition))
        .toList();
  }

  @Test
  void commands_answer_in_tables() {
    List<String> lines = system.run("gateways").lines().toList();

    assertThat(lines).contains("gateways:", "lag:");
    assertThat(lines).anyMatch(line -> line.matches(" *gateway-2 +http://.*"));
    assertThat(system.run("keys", "--at", system.gateway(2).toString(), "--key-file", key()))
        .contains("crv");
  }

  private String key() {
    return system.secret("operator-key");
  }

  private List<JsonNode> sockets() {
    return get(operator, "users/" + ann.id() + "/sockets")
        .path("gateways")
        .valueStream()
        .flatMap(each -> each.path("connections").valueStream())
        .toList();
  }

  private int readiness(int gateway) {
    URI address = system.gateway(gateway);
    URI management = URI.create("http://127.0.0.1:" + (address.getPort() + 10_000));
    return new Rest(management, null).get("/actuator/health/readiness").status();
  }

  private static JsonNode get(Rest rest, String path) {
    Answer answer = rest.get(OPERATOR + path);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    return answer.body();
  }
}
