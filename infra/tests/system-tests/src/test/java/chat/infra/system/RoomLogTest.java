package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;

/** Each message once and in one order, at any gateway, after any loss on the way. */
@Isolated // ends parts of the system
@ExtendWith(RunningSystem.class)
class RoomLogTest {

  /** The window of a partition. */
  private static final int WINDOW = 16_384;

  private final ChatSystem system;
  private final Rest anybody;
  private final User alice;
  private final String room = "log-" + UUID.randomUUID();

  RoomLogTest(ChatSystem system) {
    this.system = system;
    this.anybody = new Rest(system.gateway(1), null);
    this.alice = User.register(anybody, "alice");
  }

  @Test
  void a_client_that_lost_the_ack_gets_it_at_the_other_gateway_and_the_message_is_stored_once() {
    User bob = User.register(anybody, "bob");
    long seq;
    try (SocketClient b = SocketClient.connect(system.gateway(2), bob, room)) {
      try (SocketClient a = SocketClient.connect(system.gateway(1), alice)) {
        a.send(message("m", false));
        seq = b.take(1, "message").get(0).path("seq").longValue();
      }
      try (SocketClient a = SocketClient.connect(system.gateway(2), alice)) {
        a.send(message("m", true));
        assertThat(a.next("ack").path("seq").longValue()).isEqualTo(seq);
      }
    }
    Rest.Answer again = alice.rest(anybody).post("/api/messages", body("m", true));
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body().path("seq").longValue()).isEqualTo(seq);
    assertThat(messages(2)).hasSize(1);
  }

  @Test
  void an_ack_that_was_lost_longer_ago_than_the_window_reaches_is_found_in_the_tables()
      throws Exception {
    try (SocketClient a = SocketClient.connect(system.gateway(1), alice)) {
      a.send(message("m", false));
      JsonNode ack = a.next("ack");
      try (Cluster cluster = new Cluster(system.kafka())) {
        cluster.fillPartitionOf(room, WINDOW + 1);
      }
      // A reader of this record has read all appended records, so its window has dropped the
      // message.
      assertThat(messages(2)).hasSize(1);
      try (SocketClient b = SocketClient.connect(system.gateway(2), alice)) {
        assertThat(b.sendUntilAcknowledged(message("m", true)).path("seq"))
            .isEqualTo(ack.path("seq"));
      }
    }
    assertThat(messages(1)).hasSize(1);
  }

  @Test
  void a_gateway_that_starts_while_no_writer_runs_gives_all_that_was_missed() {
    try (SocketClient a = SocketClient.connect(system.gateway(1), alice, room)) {
      send(a, 0, 5);
      List<JsonNode> live = new ArrayList<>(a.take(5, "message"));
      system.run("kill", "message-writer");
      try {
        system.run("kill", "gateway-2");
        send(a, 5, 25);
        live.addAll(a.take(20, "message"));
        system.run("start", "gateway-2");
        assertMissed(live, live.get(1).path("seq").longValue());
        assertThat(messages(2)).isEqualTo(messages(1)).hasSize(25);
      } finally {
        system.run("start", "message-writer");
      }
    }
  }

  @Test
  void a_recreated_topic_is_another_log_and_the_tables_come_before_it() throws Exception {
    long old;
    try (SocketClient a = SocketClient.connect(system.gateway(1), alice, room)) {
      old = a.sendUntilAcknowledged(message("old", true)).path("seq").longValue();
      try (Cluster cluster = new Cluster(system.kafka())) {
        cluster.awaitWritten();
        cluster.makeAnew();
      }
      assertThat(a.closeCode()).isEqualTo(1012);
    }
    long young = sendUntilAccepted("new");
    assertThat(young).isGreaterThan(old + (1L << 40));
    for (int gateway : new int[] {1, 2}) {
      assertThat(messages(gateway).stream().map(it -> it.path("seq").longValue()).toList())
          .containsExactly(old, young);
      try (SocketClient a = SocketClient.connect(system.gateway(gateway), alice)) {
        a.send(Map.of("type", "join", "room", room, "after", old));
        JsonNode joined = a.next("joined");
        assertThat(joined.path("recovered").booleanValue()).isFalse();
        assertThat(joined.path("seq").longValue()).isEqualTo(young);
      }
    }
  }

  /** The events after an event: those that came live, and those that a resuming client gets. */
  private void assertMissed(List<JsonNode> live, long after) {
    try (SocketClient b = SocketClient.connect(system.gateway(2), alice)) {
      b.send(Map.of("type", "join", "room", room, "after", after));
      JsonNode joined = b.next("joined");
      assertThat(joined.path("recovered").booleanValue()).isTrue();
      assertThat(b.take(joined.path("missed").intValue(), "message"))
          .isEqualTo(live.stream().filter(event -> event.path("seq").longValue() > after).toList());
    }
  }

  private void send(SocketClient client, int from, int to) {
    for (int i = from; i < to; i++) {
      client.send(message("m" + i, false));
    }
  }

  /** Sends at a gateway that may be reconnecting to the log. */
  private long sendUntilAccepted(String id) {
    while (true) {
      Rest.Answer answer = alice.rest(anybody).post("/api/messages", body(id, true));
      if (answer.status() != 503 && answer.status() != 429) {
        assertThat(answer.status()).as(answer.raw().body()).isIn(200, 201);
        return answer.body().path("seq").longValue();
      }
    }
  }

  private List<JsonNode> messages(int gateway) {
    Rest reader = alice.rest(anybody).at(system.gateway(gateway));
    Rest.Answer answer = reader.get("/api/messages?room=" + room);
    while (answer.status() == 503) {
      answer = reader.get("/api/messages?room=" + room);
    }
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    return answer.body().path("messages").valueStream().toList();
  }

  private Map<String, Object> message(String id, boolean retry) {
    Map<String, Object> frame = body(id, retry);
    frame.put("type", "send");
    return frame;
  }

  private Map<String, Object> body(String id, boolean retry) {
    Map<String, Object> body = new HashMap<>();
    body.put("room", room);
    body.put("id", id);
    body.put("content", "text of " + id);
    if (retry) {
      body.put("retry", true);
    }
    return body;
  }
}
