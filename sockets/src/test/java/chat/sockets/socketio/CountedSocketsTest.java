package chat.sockets.socketio;

import static chat.sockets.socketio.EchoCalls.POLLING;
import static chat.sockets.socketio.EchoCalls.WEBSOCKET;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The sockets of one address, of which an echo serves two. */
class CountedSocketsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Test
  void a_refused_websocket_counts_until_it_is_gone() throws Exception {
    try (EchoCalls calls = new EchoCalls(1, Echo.Conduct.serving(2));
        RawSocket current = calls.socket("/engine.io" + WEBSOCKET)) {
      String sid = sid(current.text());
      try (Socket refused = calls.rawUpgrade(sid, "")) {
        assertThat(statusOf(refused)).contains("101");
        // The server counts it after its answer.
        await().atMost(PATIENCE).until(() -> statusOfUpgrade(calls, sid).contains("503"));
        assertThat(calls.get("/engine.io" + POLLING).statusCode()).isEqualTo(503);
      }

      await().atMost(PATIENCE).until(() -> statusOfUpgrade(calls, sid).contains("101"));
    }
  }

  @Test
  void a_websocket_that_replaced_polling_counts_once() throws Exception {
    try (EchoCalls calls = new EchoCalls(1, Echo.Conduct.serving(2));
        RawSocket upgraded = upgrade(calls, calls.open("/engine.io"))) {
      assertThat(calls.get("/engine.io" + POLLING).statusCode()).isEqualTo(200);
      assertThat(calls.get("/engine.io" + POLLING).statusCode()).isEqualTo(503);
      upgraded.send("4still");
      assertThat(upgraded.text()).isEqualTo("4still");
    }
  }

  @Test
  void a_relayed_websocket_counts_at_the_node_that_relays_it() throws Exception {
    try (EchoCalls calls = new EchoCalls(2, Echo.Conduct.serving(2))) {
      String session = calls.open("/engine.io"); // at node 0
      try (RawSocket relayed = upgrade(calls, session)) { // at node 1
        calls.get(session); // at node 0
        assertThat(calls.get("/engine.io" + POLLING).statusCode()).isEqualTo(200); // at node 1

        calls.get(session);
        assertThat(statusOfUpgrade(calls, sidOf(session))).contains("503");
        calls.get(session);
        assertThat(calls.get("/engine.io" + POLLING).statusCode()).isEqualTo(503);
        relayed.send("4still");
        assertThat(relayed.text()).isEqualTo("4still");
      }

      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                calls.get(session);
                return calls.get("/engine.io" + POLLING).statusCode() == 200;
              });
    }
  }

  /** A WebSocket, at the next node, that replaced a session's polling. */
  private static RawSocket upgrade(EchoCalls calls, String session) throws InterruptedException {
    RawSocket socket = calls.upgrade(session);
    socket.send("2probe");
    assertThat(socket.text()).isEqualTo("3probe");
    socket.send("5");
    socket.send("4hello");
    assertThat(socket.text()).isEqualTo("4hello");
    return socket;
  }

  private static String statusOfUpgrade(EchoCalls calls, String sid) throws IOException {
    try (Socket socket = calls.rawUpgrade(sid, "")) {
      return statusOf(socket);
    }
  }

  private static String statusOf(Socket socket) throws IOException {
    return new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine();
  }

  private static String sid(String opened) {
    return opened.replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
  }

  private static String sidOf(String session) {
    return session.substring(session.indexOf("&sid=") + "&sid=".length());
  }
}
