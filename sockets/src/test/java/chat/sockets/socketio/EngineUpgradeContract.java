package chat.sockets.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The upgrade from polling to a WebSocket as Engine.IO specifies it, on real sockets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EngineUpgradeContract {

  private static final String PROBE = "81860000000032" + "70726f6265";
  private static final String UPGRADE = "81810000000035";
  private static final String HELLO = "81860000000034" + "68656c6c6f";
  private static final String CLOSE = "888200000000" + "03e8";

  private final EchoCalls calls;

  EngineUpgradeContract(int nodes) {
    this.calls = new EchoCalls(nodes, Echo.Conduct.patient(Duration.ofSeconds(10), 64_000_000));
  }

  @AfterAll
  void stop() {
    calls.close();
  }

  @Test
  void a_websocket_takes_over_from_polling_and_another_one_does_not() throws InterruptedException {
    String session = calls.open("/engine.io");
    CompletableFuture<HttpResponse<String>> held = calls.getLater(session);
    try (RawSocket socket = calls.upgrade(session)) {
      socket.send("2probe");
      assertThat(socket.text()).isEqualTo("3probe");
      assertThat(held.join().body()).isEqualTo("6");
      socket.send("5");
      socket.send("4hello");
      assertThat(socket.text()).isEqualTo("4hello");

      assertThat(calls.get(session).statusCode()).isEqualTo(400);
      assertThat(calls.post(session, "4a").statusCode()).isEqualTo(400);
      for (int node = 0; node < 2; node++) {
        try (RawSocket second = calls.upgrade(session)) {
          assertThat(second.closeCode()).isEqualTo(1008);
        }
      }
      socket.send("4still");
      assertThat(socket.text()).isEqualTo("4still");
    }
  }

  @Test
  void a_poll_during_an_upgrade_is_answered_with_a_noop() throws InterruptedException {
    String session = calls.open("/engine.io");
    try (RawSocket socket = calls.upgrade(session)) {
      socket.send("2probe");
      assertThat(socket.text()).isEqualTo("3probe");
      assertThat(calls.get(session).body()).isEqualTo("6");
    }
  }

  @Test
  void a_poll_behind_an_upgrade_is_refused_and_the_websocket_goes_on() throws InterruptedException {
    String session = calls.open("/engine.io");
    try (RawSocket socket = calls.upgrade(session)) {
      socket.send("2probe");
      assertThat(socket.text()).isEqualTo("3probe");
      socket.send("5");
      assertThat(calls.get(session).statusCode()).isEqualTo(400);
      socket.send("4hello");
      assertThat(socket.text()).isEqualTo("4hello");
    }
  }

  @Test
  void what_was_posted_before_an_upgrade_comes_by_the_websocket_first()
      throws InterruptedException {
    String session = calls.open("/engine.io");
    calls.post(session, "4one\u001ebAQI=");
    try (RawSocket socket = calls.upgrade(session)) {
      socket.send("2probe");
      assertThat(socket.text()).isEqualTo("3probe");
      socket.send("5");
      socket.send("4two");
      assertThat(socket.text()).isEqualTo("4one");
      assertThat(socket.data()).containsExactly(1, 2);
      assertThat(socket.text()).isEqualTo("4two");
    }
  }

  @Test
  void what_a_websocket_sent_before_it_closed_is_heard() throws IOException {
    for (int i = 0; i < 5; i++) {
      String session = calls.open("/engine.io");
      long before = calls.heard();
      String sid = session.substring(session.indexOf("&sid=") + "&sid=".length());
      try (Socket socket = calls.rawUpgrade(sid, PROBE + UPGRADE + HELLO + CLOSE)) {
        await().atMost(Duration.ofSeconds(10)).until(() -> calls.heard() == before + 5);
        assertThat(socket.isClosed()).isFalse();
      }
    }
  }

  @Test
  void a_websocket_that_begins_with_no_probe_is_closed_and_polling_goes_on() {
    String session = calls.open("/engine.io");
    try (RawSocket socket = calls.upgrade(session)) {
      socket.send("5");
      assertThat(socket.closeCode()).isEqualTo(1002);
    }
    calls.post(session, "4a");
    assertThat(calls.get(session).body()).isEqualTo("4a");
  }
}
