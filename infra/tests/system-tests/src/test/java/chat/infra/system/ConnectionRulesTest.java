package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.WebSocketHandshakeException;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@ExtendWith(RunningSystem.class)
class ConnectionRulesTest {

  private final ChatSystem system;
  private final Rest rest;

  ConnectionRulesTest(ChatSystem system) {
    this.system = system;
    this.rest = new Rest(system.gateway(1), null);
  }

  @Test
  void connect_answers_with_session_user_and_times() {
    User alice = User.register(rest, "alice");
    try (SocketClient client = SocketClient.open(system.gateway(1))) {
      client.send(Map.of("type", "connect", "ref", "c", "token", alice.token()));
      JsonNode connected = client.next("connected");

      assertThat(connected.path("ref").stringValue()).isEqualTo("c");
      assertThat(connected.path("session").stringValue()).isNotBlank();
      assertThat(connected.at("/user/username").stringValue()).isEqualTo(alice.username());
      assertThat(connected.path("pingMs").intValue()).isEqualTo(25_000);
      assertThat(connected.path("tokenExpiresAt").longValue())
          .isGreaterThan(System.currentTimeMillis());
    }
  }

  @Test
  void a_frame_before_connect_closes_4401() {
    try (SocketClient client = SocketClient.open(system.gateway(1))) {
      client.send(Map.of("type", "join", "room", "general"));
      assertThat(client.closeCode()).isEqualTo(4401);
    }
  }

  @Test
  void a_bad_token_closes_4401() {
    try (SocketClient client = SocketClient.open(system.gateway(1))) {
      client.send(Map.of("type", "connect", "token", "no.such.token"));
      assertThat(client.closeCode()).isEqualTo(4401);
    }
  }

  @Test
  void a_bad_token_in_the_handshake_is_http_401() {
    assertThatThrownBy(() -> SocketClient.openAs(system.gateway(1), "no.such.token"))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            e -> assertThat(e.getResponse().statusCode()).isEqualTo(401));
  }

  @Test
  void a_socket_that_does_not_connect_in_time_is_closed_4408() {
    try (SocketClient client = SocketClient.open(system.gateway(1))) {
      assertThat(client.closeCode()).isEqualTo(4408);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no json",
        "[]",
        "7",
        "{}",
        "{\"type\":1}",
        "{\"type\":\"ping\"} x",
        "{\"type\":\"ping\",\"type\":\"ping\"}"
      })
  void a_message_that_is_no_frame_closes_4400(String text) {
    User alice = User.register(rest, "alice");
    try (SocketClient client = SocketClient.connect(system.gateway(1), alice)) {
      client.sendText(text);
      assertThat(client.closeCode()).isEqualTo(4400);
    }
  }

  @Test
  void a_binary_frame_closes_4400() {
    User alice = User.register(rest, "alice");
    try (SocketClient client = SocketClient.connect(system.gateway(1), alice)) {
      client.sendBinary(new byte[] {1, 2, 3});
      assertThat(client.closeCode()).isEqualTo(4400);
    }
  }

  @Test
  void a_frame_over_64_kib_closes_4413_and_one_of_64_kib_does_not() {
    User alice = User.register(rest, "alice");
    try (SocketClient client = SocketClient.connect(system.gateway(1), alice)) {
      String frame = "{\"type\":\"ping\",\"padding\":\"%s\"}";
      int padding = 64 * 1024 - frame.length() + 2;
      client.sendText(frame.formatted("x".repeat(padding)));
      client.next("pong");
      client.sendText(frame.formatted("x".repeat(padding + 1)));
      assertThat(client.closeCode()).isEqualTo(4413);
    }
  }

  @Test
  void an_endless_frame_is_cut_off_4413_before_it_ends() {
    try (SocketClient client = SocketClient.open(system.gateway(1))) {
      client.sendParts("x".repeat(16 * 1024), 64);
      assertThat(client.closeCode()).isEqualTo(4413);
    }
  }

  @Test
  void wrong_fields_and_unknown_types_are_errors_with_the_ref() {
    User alice = User.register(rest, "alice");
    try (SocketClient client = SocketClient.connect(system.gateway(1), alice)) {
      assertInvalid(client, Map.of("type", "dance", "ref", "1"));
      assertInvalid(client, Map.of("type", "join", "ref", "2"));
      assertInvalid(client, Map.of("type", "join", "ref", "3", "room", "No Room"));
      assertInvalid(client, Map.of("type", "join", "ref", "4", "room", "dev", "after", -1));
      assertInvalid(client, Map.of("type", "join", "ref", "5", "room", "dev", "after", "1"));
      assertInvalid(
          client, Map.of("type", "send", "ref", "6", "room", "dev", "content", " \u2003"));
      assertInvalid(
          client, Map.of("type", "send", "ref", "7", "room", "dev", "content", "x".repeat(4001)));
      assertInvalid(client, Map.of("type", "send", "ref", "8", "room", "dev", "content", "\u0000"));
      assertInvalid(
          client,
          Map.of("type", "send", "ref", "9", "room", "dev", "content", "x", "id", "no spaces"));
    }
  }

  @Test
  void a_client_that_floods_is_told_to_wait_and_closed_4429_if_it_does_not() {
    User alice = User.register(rest, "alice");
    try (SocketClient client = SocketClient.connect(system.gateway(1), alice);
        SocketClient other = SocketClient.connect(system.gateway(1), User.register(rest, "bob"))) {
      client.flood("{\"type\":\"ping\"}", 20_000);
      JsonNode refused = client.nextBut("pong");

      assertThat(refused.path("code").stringValue()).isEqualTo("rate_limited");
      assertThat(refused.path("retryAfterMs").longValue()).isPositive();
      assertThat(client.closeCode()).isEqualTo(4429);
      other.send(Map.of("type", "ping", "ref", "still here"));
      assertThat(other.next("pong").path("ref").stringValue()).isEqualTo("still here");
    }
  }

  private static void assertInvalid(SocketClient client, Map<String, Object> frame) {
    client.send(frame);
    JsonNode error = client.next("error");
    assertThat(error.path("code").stringValue()).isEqualTo("invalid_request");
    assertThat(error.path("ref").stringValue()).isEqualTo(frame.get("ref"));
    assertThat(error.path("message").stringValue()).isNotBlank();
  }
}
