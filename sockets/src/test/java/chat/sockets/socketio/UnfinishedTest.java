package chat.sockets.socketio;

import static chat.sockets.socketio.EchoCalls.WEBSOCKET;
import static org.assertj.core.api.Assertions.assertThat;

import chat.sockets.budget.MemoryBudget;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What has not come completely is held only as far as is allowed, and counts no longer than that.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnfinishedTest {

  private static final byte[] MORE_THAN_HALF = new byte[300_000];
  private static final byte[] TOO_MUCH = new byte[600_000];

  /** All but what a client has for itself. */
  private static final int ALLOWED = 480_000;

  /** Of which users' sockets have that. */
  private static final long MEMORY = ALLOWED / 3 * 16L;

  /** With all that is allowed, one byte too many, so that nothing of it is on its way still. */
  private static final byte[] ONE_TOO_MANY = new byte[MemoryBudget.FREE + 1];

  private final EchoCalls calls =
      new EchoCalls(1, Echo.Conduct.patient(Duration.ofSeconds(10), MEMORY));

  @AfterAll
  void stop() {
    calls.close();
  }

  @Test
  void a_body() {
    for (int i = 0; i < 2; i++) {
      String session = calls.open("/engine.io");
      assertThat(calls.post(session, "4".repeat(MORE_THAN_HALF.length)).statusCode())
          .isEqualTo(200);
      assertThat(calls.answerTo(session, "Content-Length: 900000", "4".repeat(TOO_MUCH.length)))
          .startsWith("HTTP/1.1 503 ");
      assertThat(calls.get(session).statusCode()).isEqualTo(400);
    }
  }

  @Test
  void a_message_in_parts() throws InterruptedException {
    for (int i = 0; i < 2; i++) {
      try (RawSocket socket = calls.socket("/engine.io" + WEBSOCKET)) {
        socket.text();
        socket.begin(MORE_THAN_HALF);
        socket.send(new byte[] {1});
        assertThat(socket.data()).isNotEmpty();
        socket.begin(new byte[ALLOWED]);
        socket.beginUntilClosed(ONE_TOO_MANY);
        assertThat(socket.closeCode()).isEqualTo(1013);
      }
    }
  }

  @Test
  void a_packet_whose_data_are_to_come() throws InterruptedException {
    for (int i = 0; i < 2; i++) {
      try (RawSocket socket = calls.socket("/socket.io" + WEBSOCKET)) {
        socket.send("40");
        socket.awaitText("42[\"auth\",{}]");
        socket.send("452-[\"message\",{\"_placeholder\":true,\"num\":1}]");
        socket.send(MORE_THAN_HALF);
        socket.send(new byte[] {1});
        assertThat(socket.text()).startsWith("451-[\"message-back\"");
        assertThat(socket.data()).containsExactly(1);
        socket.send("453-[\"message\"]");
        socket.send(MORE_THAN_HALF);
        socket.sendUntilClosed(MORE_THAN_HALF);
        // Its second piece of data takes the place of the first, which is older.
        assertThat(socket.closeCode()).isEqualTo(1006);
      }
    }
  }
}
