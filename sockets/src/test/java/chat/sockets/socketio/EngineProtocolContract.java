package chat.sockets.socketio;

import static chat.sockets.socketio.EchoCalls.POLLING;
import static chat.sockets.socketio.EchoCalls.WEBSOCKET;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.SubmissionPublisher;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What Engine.IO's specification says, on literal packets and over real sockets: at one node, and
 * at two that take requests in turn.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EngineProtocolContract {

  private final EchoCalls calls;

  /** Asks often. */
  private final EchoCalls eager;

  EngineProtocolContract(int nodes) {
    this.calls = new EchoCalls(nodes, Echo.Conduct.patient(Duration.ofSeconds(10), 64_000_000));
    this.eager = new EchoCalls(nodes, Echo.Conduct.eager());
  }

  @AfterAll
  void stop() {
    calls.close();
    eager.close();
  }

  // Handshake.

  @ParameterizedTest
  @ValueSource(strings = {"/engine.io/?", "/engine.io?", "/socket.io/?", "/socket.io?"})
  void polling_opens_with_all_that_a_client_needs_to_know(String path) {
    HttpResponse<String> answer = calls.get(path + "EIO=4&transport=polling");

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
    try (RawSocket socket = calls.socket(path + "EIO=4&transport=websocket")) {
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
    assertThat(calls.get("/engine.io/?" + query).statusCode()).isEqualTo(400);
    assertThat(calls.post("/engine.io/?" + query, "4a").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE"})
  void only_a_get_opens_a_session(String method) {
    HttpRequest.Builder request =
        calls.to("/engine.io" + POLLING).method(method, BodyPublishers.noBody());

    assertThat(calls.send(request).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "transport=websocket",
        "EIO=3&transport=websocket",
        "EIO=abc&transport=websocket",
        "EIO=4",
        "EIO=4&transport=abc",
        "EIO=4&transport=polling",
        "EIO=4&transport=websocket&sid=unknown"
      })
  void a_websocket_that_is_none_is_refused(String query) {
    Assertions.assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(() -> calls.socket("/engine.io/?" + query).close())
        .withCauseInstanceOf(WebSocketHandshakeException.class);
  }

  // Messages.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4hello",
        "4test1\u001e4test2\u001e4test3",
        "4a\u001e4b\u001e4€",
        "4hello\u001ebAQIDBA==",
        "4",
        "b"
      })
  void what_is_posted_comes_back_by_the_next_poll(String payload) {
    String session = calls.open("/engine.io");

    HttpResponse<String> posted = calls.post(session, payload);

    assertThat(posted.statusCode()).isEqualTo(200);
    assertThat(posted.body()).isEqualTo("ok");
    HttpResponse<String> polled = calls.get(session);
    assertThat(polled.statusCode()).isEqualTo(200);
    assertThat(polled.body()).isEqualTo(payload);
  }

  @Test
  void what_a_body_says_to_be_makes_no_difference() {
    String session = calls.open("/engine.io");
    for (String type : List.of("text/plain;charset=UTF-8", "application/octet-stream")) {
      calls.send(
          calls.to(session).header("Content-Type", type).POST(BodyPublishers.ofString("4€")));
      assertThat(calls.get(session).body()).isEqualTo("4€");
    }
  }

  @Test
  void a_poll_waits_for_what_comes() {
    String session = calls.open("/engine.io");
    CompletableFuture<HttpResponse<String>> held = calls.getLater(session);
    calls.post(session, "4later");

    assertThat(held.join().body()).isEqualTo("4later");
  }

  @Test
  void a_second_poll_at_a_time_is_refused_and_ends_the_session() {
    String session = calls.open("/engine.io");
    CompletableFuture<HttpResponse<String>> one = calls.getLater(session);
    CompletableFuture<HttpResponse<String>> other = calls.getLater(session);

    assertThat(List.of(one.join(), other.join()))
        .extracting(answer -> answer.statusCode() + " " + answer.body())
        .satisfiesExactlyInAnyOrder(
            held -> assertThat(held).isEqualTo("200 1"),
            second -> assertThat(second).startsWith("400 "));
    assertThat(calls.get(session).statusCode()).isEqualTo(400);
  }

  @Test
  void a_second_post_at_a_time_is_refused_and_ends_the_session() {
    String session = calls.open("/engine.io");
    try (SubmissionPublisher<ByteBuffer> unfinished = new SubmissionPublisher<>()) {
      calls.postLater(session, unfinished);
      unfinished.submit(ByteBuffer.wrap(new byte[] {'4'}));
      HttpResponse<String> second;
      do { // until the first one has arrived
        second = calls.post(session, "4b");
      } while (second.statusCode() == 200);

      assertThat(second.statusCode()).isEqualTo(400);
      assertThat(calls.get(session).statusCode()).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "4ok\u001e", "b*", "2", "0", ""})
  void a_payload_that_is_none_ends_the_session(String payload) {
    String session = calls.open("/engine.io");
    int status = calls.post(session, payload).statusCode();

    assertThat(status).isIn(200, 400);
    assertThat(calls.get(session).statusCode()).isEqualTo(400);
  }

  @Test
  void a_body_over_the_limit_is_not_read_and_ends_the_session() {
    for (int node = 0; node < 2; node++) {
      String session = calls.open("/engine.io");
      calls.post(session, "4");

      assertThat(calls.answerTo(session, "Content-Length: 1000001", ""))
          .startsWith("HTTP/1.1 413 ");
      assertThat(calls.get(session).statusCode()).isEqualTo(400);
    }
  }

  @Test
  void a_body_that_turns_out_to_be_over_the_limit_ends_the_session() {
    String chunk = Integer.toHexString(1_000_001) + "\r\n" + "4".repeat(1_000_001);
    for (int node = 0; node < 2; node++) {
      String session = calls.open("/engine.io");
      calls.post(session, "4");

      assertThat(calls.answerTo(session, "Transfer-Encoding: chunked", chunk))
          .startsWith("HTTP/1.1 413 ");
      assertThat(calls.get(session).statusCode()).isEqualTo(400);
    }
  }

  @Test
  void a_body_of_the_limit_is_taken() {
    String session = calls.open("/engine.io");
    String payload = "4" + "a".repeat(999_999);

    assertThat(calls.post(session, payload).statusCode()).isEqualTo(200);
    assertThat(calls.get(session).body()).isEqualTo(payload);
  }

  @Test
  void a_websocket_echoes_texts_and_data() throws InterruptedException {
    try (RawSocket socket = calls.socket("/engine.io" + WEBSOCKET)) {
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
  void a_message_over_the_limit_closes_a_websocket() {
    try (RawSocket socket = calls.socket("/engine.io" + WEBSOCKET)) {
      socket.send("4" + "€".repeat(333_334));
      assertThat(socket.closeCode()).isEqualTo(1009);
    }
    try (RawSocket socket = calls.socket("/engine.io" + WEBSOCKET)) {
      socket.send(new byte[1_000_001]);
      assertThat(socket.closeCode()).isEqualTo(1009);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "2", "5", "0"})
  void a_websocket_that_sends_anything_else_is_closed(String frame) {
    try (RawSocket socket = calls.socket("/engine.io" + WEBSOCKET)) {
      socket.send(frame);
      assertThat(socket.closeCode()).isEqualTo(1002);
    }
  }

  // Heartbeat.

  @Test
  void who_polls_is_asked_for_a_sign_of_life_and_let_go_without_one() {
    String silent = eager.open("/engine.io");
    String session = eager.open("/engine.io");

    for (int i = 0; i < 3; i++) {
      assertThat(eager.get(session).body()).isEqualTo("2");
      assertThat(eager.post(session, "3").statusCode()).isEqualTo(200);
    }
    assertThat(eager.get(session).body()).isEqualTo("2");
    assertThat(eager.get(session).body()).isEqualTo("1");
    assertThat(eager.get(session).statusCode()).isEqualTo(400);
    assertThat(eager.get(silent).statusCode()).isEqualTo(400);
  }

  @Test
  void a_websocket_is_asked_for_a_sign_of_life_and_let_go_without_one()
      throws InterruptedException {
    try (RawSocket socket = eager.socket("/engine.io" + WEBSOCKET)) {
      for (int i = 0; i < 3; i++) {
        socket.awaitText("2");
        socket.send("3");
      }
      socket.awaitText("2");
      assertThat(socket.closeCode()).isEqualTo(1006);
    }
  }

  // Close.

  @Test
  void the_clients_close_is_answered_with_a_noop_whichever_way_round_they_arrive() {
    for (boolean pollFirst : new boolean[] {true, false}) {
      String session = calls.open("/engine.io");
      CompletableFuture<HttpResponse<String>> held = pollFirst ? calls.getLater(session) : null;
      calls.post(session, "1");

      assertThat(held == null ? calls.get(session).body() : held.join().body()).isEqualTo("6");
      assertThat(calls.get(session).statusCode()).isEqualTo(400);
    }
  }

  @Test
  void a_client_that_closes_is_closed() {
    try (RawSocket socket = calls.socket("/engine.io" + WEBSOCKET)) {
      socket.send("1");
      assertThat(socket.closeCode()).isEqualTo(1000);
    }
  }
}
