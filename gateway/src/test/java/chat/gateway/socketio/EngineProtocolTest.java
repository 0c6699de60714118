package chat.gateway.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Engine.IO's specification says, on literal packets and over real sockets. */
class EngineProtocolTest extends EchoCalls {

  /** Asks often. */
  private final Echo eager = Echo.conforming();

  @AfterAll
  void stopEager() {
    eager.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/engine.io/?", "/engine.io?", "/socket.io/?", "/socket.io?"})
  void polling_opens_with_all_that_a_client_needs_to_know(String path) {
    HttpResponse<String> answer = get(path + "EIO=4&transport=polling");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .isEqualToIgnoringCase("text/plain;charset=UTF-8");
    assertThat(answer.body())
        .matches(
            "0\\{\"sid\":\"[A-Za-z0-9_-]{20,}\",\"upgrades\":\\[\"websocket\"],"
                + "\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/engine.io/?", "/engine.io?", "/socket.io/?", "/socket.io?"})
  void a_websocket_opens_with_the_same_and_no_upgrade(String path) throws InterruptedException {
    try (RawSocket socket = new RawSocket(echo.address(), path + "EIO=4&transport=websocket")) {
      assertThat(socket.text()).startsWith("0{\"sid\":\"").contains("\"upgrades\":[],");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "EIO=4",
        "transport=polling",
        "EIO=3&transport=polling",
        "EIO=abc&transport=polling",
        "EIO=4&transport=abc",
        "EIO=4&transport=websocket",
        "EIO=4&transport=polling&sid=unknown",
        "EIO=4&transport=polling&sid=%20"
      })
  void a_request_that_is_none_is_answered_400(String query) {
    assertThat(get("/engine.io/?" + query).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE"})
  void only_a_get_opens_a_session(String method) {
    HttpRequest.Builder request =
        to("/engine.io" + POLLING).method(method, BodyPublishers.noBody());

    assertThat(send(request).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "transport=websocket",
        "EIO=3&transport=websocket",
        "EIO=4",
        "EIO=4&transport=polling",
        "EIO=4&transport=websocket&sid=unknown"
      })
  void a_websocket_that_is_none_is_refused(String query) {
    Assertions.assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(() -> new RawSocket(echo.address(), "/engine.io/?" + query).close())
        .withCauseInstanceOf(WebSocketHandshakeException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4hello", "4a\u001e4b\u001e4€", "4hello\u001ebAQIDBA=="})
  void what_is_posted_comes_back_by_the_next_poll(String payload) {
    String session = open("/engine.io");

    HttpResponse<String> posted = post(session, payload);

    assertThat(posted.statusCode()).isEqualTo(200);
    assertThat(posted.body()).isEqualTo("ok");
    assertThat(get(session).body()).isEqualTo(payload);
  }

  @Test
  void a_poll_waits_for_what_comes_and_is_answered_with_a_ping_when_nothing_does() {
    String session = eager.address() + open(eager, "/engine.io");

    assertThat(get(session).body()).isEqualTo("2");
    assertThat(post(session, "3").statusCode()).isEqualTo(200);
    assertThat(get(session).body()).isEqualTo("2");
    assertThat(get(session).body()).isEqualTo("1");
    assertThat(get(session).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "4ok\u001e", "b*", "2", "0", ""})
  void a_payload_that_is_none_ends_the_session(String payload) {
    String session = open("/engine.io");
    post(session, payload);

    assertThat(get(session).statusCode()).isEqualTo(400);
  }

  @Test
  void a_body_over_the_limit_is_not_read_and_ends_the_session() {
    String session = open("/engine.io");

    assertThat(post(session, "4" + "a".repeat(1_000_000)).statusCode()).isEqualTo(413);
    assertThat(get(session).statusCode()).isEqualTo(400);
  }

  @Test
  void a_body_of_the_limit_is_taken() {
    String session = open("/engine.io");
    String payload = "4" + "a".repeat(999_999);

    assertThat(post(session, payload).statusCode()).isEqualTo(200);
    assertThat(get(session).body()).isEqualTo(payload);
  }

  @Test
  void the_clients_close_is_answered_with_a_noop_whichever_way_round_they_arrive() {
    for (boolean pollFirst : new boolean[] {true, false}) {
      String session = open("/engine.io");
      CompletableFuture<HttpResponse<String>> held = pollFirst ? getLater(session) : null;
      post(session, "1");

      assertThat(held == null ? get(session).body() : held.join().body()).isEqualTo("6");
      assertThat(get(session).statusCode()).isEqualTo(400);
    }
  }

  @Test
  void a_session_that_is_silent_ends() throws InterruptedException {
    try (RawSocket socket = new RawSocket(eager.address(), "/engine.io" + WEBSOCKET)) {
      socket.awaitText("2");
      assertThat(socket.closeCode()).isEqualTo(1006);
    }
  }

  @Test
  void a_websocket_echoes_texts_and_data() throws InterruptedException {
    try (RawSocket socket = new RawSocket(echo.address(), "/engine.io" + WEBSOCKET)) {
      socket.text();
      socket.send("4hello");
      assertThat(socket.text()).isEqualTo("4hello");
      socket.send(new byte[] {1, 2, 3, 4});
      assertThat(socket.data()).containsExactly(1, 2, 3, 4);
      socket.send("4" + "a".repeat(999_999));
      assertThat(socket.text()).hasSize(1_000_000);
    }
  }

  @Test
  void a_message_over_the_limit_closes_a_websocket() throws InterruptedException {
    try (RawSocket socket = new RawSocket(echo.address(), "/engine.io" + WEBSOCKET)) {
      socket.send("4" + "€".repeat(333_334));
      assertThat(socket.closeCode()).isEqualTo(1009);
    }
    try (RawSocket socket = new RawSocket(echo.address(), "/engine.io" + WEBSOCKET)) {
      socket.send(new byte[1_000_001]);
      assertThat(socket.closeCode()).isEqualTo(1009);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "2", "5", "0"})
  void a_websocket_that_sends_anything_else_is_closed(String frame) throws InterruptedException {
    try (RawSocket socket = new RawSocket(echo.address(), "/engine.io" + WEBSOCKET)) {
      socket.send(frame);
      assertThat(socket.closeCode()).isEqualTo(1002);
    }
  }

  @Test
  void a_client_that_closes_is_closed() throws InterruptedException {
    try (RawSocket socket = new RawSocket(echo.address(), "/engine.io" + WEBSOCKET)) {
      socket.send("1");
      assertThat(socket.closeCode()).isEqualTo(1000);
    }
  }

  @Test
  void a_websocket_takes_over_from_polling() throws InterruptedException {
    String session = open("/engine.io");
    CompletableFuture<HttpResponse<String>> held = getLater(session);
    try (RawSocket socket = upgrade(session)) {
      socket.send("2probe");
      assertThat(socket.text()).isEqualTo("3probe");
      assertThat(held.join().body()).isEqualTo("6");
      socket.send("5");
      socket.send("4hello");
      assertThat(socket.text()).isEqualTo("4hello");

      assertThat(get(session).statusCode()).isEqualTo(400);
      try (RawSocket second = upgrade(session)) {
        assertThat(second.closeCode()).isEqualTo(1008);
      }
      socket.send("4still");
      assertThat(socket.text()).isEqualTo("4still");
    }
  }

  private RawSocket upgrade(String session) {
    return new RawSocket(echo.address(), session.replace("polling", "websocket"));
  }
}
