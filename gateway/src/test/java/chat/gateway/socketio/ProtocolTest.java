package chat.gateway.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What both specifications say, on literal packets and over real sockets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProtocolTest {

  private static final String POLLING = "/?EIO=4&transport=polling";
  private static final String WEBSOCKET = "/?EIO=4&transport=websocket";

  /** Asks for no sign of life while a test thinks. */
  private final Echo echo = Echo.patient(Duration.ofSeconds(10));

  /** Asks often. */
  private final Echo eager = Echo.conforming();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterAll
  void stop() {
    echo.close();
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

  @Test
  void a_client_gets_into_a_namespace_and_what_it_brought_is_seen() throws InterruptedException {
    try (RawSocket socket = connected()) {
      assertEntered(socket, "40", "40", "42[\"auth\",{}]");
      assertEntered(
          socket,
          "40/custom,{\"token\":\"abc\"}",
          "40/custom,",
          "42/custom,[\"auth\",{\"token\":\"abc\"}]");
    }
    try (RawSocket socket = connected()) {
      assertEntered(socket, "40{\"token\":\"123\"}", "40", "42[\"auth\",{\"token\":\"123\"}]");
      assertEntered(socket, "40/custom", "40/custom,", "42/custom,[\"auth\",{}]");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"40/random", "40/random,", "40/random,{\"token\":\"123\"}"})
  void an_unknown_namespace_is_refused(String connect) throws InterruptedException {
    try (RawSocket socket = connected()) {
      socket.send(connect);
      assertThat(socket.text()).isEqualTo("44/random,{\"message\":\"Invalid namespace\"}");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"42[\"message\",1]", "4abc", "41", "4", "40[]", "451[\"a\"]", "431[1]"})
  void before_a_connect_nothing_else_is_taken(String packet) throws InterruptedException {
    try (RawSocket socket = connected()) {
      socket.send(packet);
      assertThat(socket.closeCode()).isEqualTo(1002);
    }
  }

  @Test
  void a_client_that_gets_nowhere_is_closed_in_time() {
    try (Echo patient = Echo.patient(Duration.ofMillis(300));
        RawSocket socket = new RawSocket(patient.address(), "/socket.io" + WEBSOCKET)) {
      socket.send("40/random");
      assertThat(socket.closeCode()).isEqualTo(1008);
    }
  }

  @Test
  void leaving_one_namespace_is_not_leaving_another() throws InterruptedException {
    try (RawSocket socket = entered()) {
      socket.send("40/custom");
      socket.text();
      socket.text();
      socket.send("41/custom");
      socket.send("42[\"message\",\"to main\"]");
      assertThat(socket.text()).isEqualTo("42[\"message-back\",\"to main\"]");
    }
  }

  @Test
  void leaving_the_last_one_leaves_the_connection() throws InterruptedException {
    try (RawSocket socket = entered()) {
      socket.send("41");
      socket.send("40");
      assertThat(socket.text()).startsWith("40{\"sid\":");
    }
  }

  @Test
  void events_come_back_as_they_were() throws InterruptedException {
    try (RawSocket socket = entered()) {
      socket.send("42[\"message\",1,\"2\",{\"3\":[true,null,1.5,\"é\\n\"]}]");
      assertThat(socket.text())
          .isEqualTo("42[\"message-back\",1,\"2\",{\"3\":[true,null,1.5,\"é\\n\"]}]");
    }
  }

  @Test
  void events_are_acknowledged_by_their_id() throws InterruptedException {
    try (RawSocket socket = entered()) {
      socket.send("42456[\"message-with-ack\",1,\"2\",{\"3\":[false]}]");
      assertThat(socket.text()).isEqualTo("43456[1,\"2\",{\"3\":[false]}]");
      socket.send("420[\"message-with-ack\"]");
      assertThat(socket.text()).isEqualTo("430[]");
    }
  }

  @Test
  void data_travel_with_events_and_acknowledgements() throws InterruptedException {
    try (RawSocket socket = entered()) {
      String places = "{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]";
      socket.send("452-[\"message\"," + places);
      socket.send(new byte[] {1, 2, 3});
      socket.send(new byte[] {4, 5, 6});
      assertThat(socket.text()).isEqualTo("452-[\"message-back\"," + places);
      assertThat(socket.data()).containsExactly(1, 2, 3);
      assertThat(socket.data()).containsExactly(4, 5, 6);

      socket.send("452-789[\"message-with-ack\"," + places);
      socket.send(new byte[] {1, 2, 3});
      socket.send(new byte[] {4, 5, 6});
      assertThat(socket.text()).isEqualTo("462-789[" + places);
      assertThat(socket.data()).containsExactly(1, 2, 3);
      assertThat(socket.data()).containsExactly(4, 5, 6);
    }
  }

  @Test
  void data_travel_over_polling_too() {
    String session = open("/socket.io");
    post(session, "40");
    assertThat(pollUpTo("42[\"auth\",{}]", session)).startsWith("40{\"sid\":");

    post(session, "451-[\"message\",{\"_placeholder\":true,\"num\":0}]\u001ebAQID");

    assertThat(get(session).body())
        .isEqualTo("451-[\"message-back\",{\"_placeholder\":true,\"num\":0}]\u001ebAQID");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"4abc", "42{}", "42[]", "42abc[\"message-with-ack\",1]", "44{}", "40", "42[\"a\""})
  void a_packet_that_is_none_closes_the_connection(String packet) throws InterruptedException {
    try (RawSocket socket = entered()) {
      socket.send(packet);
      assertThat(socket.closeCode()).isEqualTo(1002);
    }
  }

  private void assertEntered(RawSocket socket, String connect, String entered, String auth)
      throws InterruptedException {
    socket.send(connect);
    assertThat(socket.text()).startsWith(entered + "{\"sid\":\"").endsWith("\"}");
    assertThat(socket.text()).isEqualTo(auth);
  }

  private RawSocket connected() throws InterruptedException {
    RawSocket socket = new RawSocket(echo.address(), "/socket.io" + WEBSOCKET);
    socket.text();
    return socket;
  }

  private RawSocket entered() throws InterruptedException {
    RawSocket socket = connected();
    socket.send("40");
    socket.text();
    socket.text();
    return socket;
  }

  private RawSocket upgrade(String session) {
    return new RawSocket(echo.address(), session.replace("polling", "websocket"));
  }

  /** The address of a new session. */
  private String open(String path) {
    return open(echo, path);
  }

  private String open(Echo at, String path) {
    String opened = get(at.address() + path + POLLING).body();
    return path + POLLING + "&sid=" + opened.replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
  }

  private HttpResponse<String> get(String pathAndQuery) {
    return send(to(pathAndQuery));
  }

  /** What comes up to a packet, in however many answers. */
  private String pollUpTo(String packet, String session) {
    StringBuilder polled = new StringBuilder();
    while (polled.indexOf(packet) < 0) {
      HttpResponse<String> answer = get(session);
      assertThat(answer.statusCode()).isEqualTo(200);
      polled.append(answer.body());
    }
    return polled.toString();
  }

  private CompletableFuture<HttpResponse<String>> getLater(String pathAndQuery) {
    return client.sendAsync(to(pathAndQuery).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String pathAndQuery, String body) {
    return send(to(pathAndQuery).POST(BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder to(String pathAndQuery) {
    boolean complete = pathAndQuery.startsWith("http");
    return HttpRequest.newBuilder(
            URI.create((complete ? "" : echo.address().toString()) + pathAndQuery))
        .timeout(Duration.ofSeconds(20));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(request.build().toString(), e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
