package chat.sockets.socketio;

import static chat.sockets.socketio.EchoCalls.WEBSOCKET;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What costs the sender some bytes, means nothing, and is counted for no user. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FloodTest {

  private static final long ALLOWED = Echo.CONTROL_FRAMES.tokens();

  /** What comes back while so many are sent, and a few. */
  private static final int MORE = 50;

  private static final int NOT_NOW = 1008;

  /** Who goes on sending may not get to read why: the connection ends behind the close. */
  private static final int CUT_OFF = 1006;

  private final EchoCalls calls =
      new EchoCalls(1, Echo.Conduct.patient(Duration.ofSeconds(30), 500_000));

  @AfterAll
  void stop() {
    calls.close();
  }

  private enum Sign {
    PING,
    PONG,
    PONG_PACKET,
    NOOP_PACKET;

    void send(RawSocket socket) {
      switch (this) {
        case PING -> socket.ping();
        case PONG -> socket.pong();
        case PONG_PACKET -> socket.send("3");
        case NOOP_PACKET -> socket.send("6");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Sign.class)
  void who_sends_too_much_of_it_is_sent_away(Sign sign) throws InterruptedException {
    try (RawSocket socket = calls.socket("/engine.io" + WEBSOCKET)) {
      socket.text();
      sendUntilSentAway(sign, socket);

      assertThat(socket.closeCode()).isIn(NOT_NOW, CUT_OFF);
    }
  }

  @ParameterizedTest
  @EnumSource(Sign.class)
  void who_sends_as_much_as_allowed_stays(Sign sign) throws InterruptedException {
    try (RawSocket socket = calls.socket("/engine.io" + WEBSOCKET)) {
      socket.text();
      for (int i = 0; i < ALLOWED; i++) {
        sign.send(socket);
      }
      socket.send("4still here");

      assertThat(socket.text()).isEqualTo("4still here");
    }
  }

  private static void sendUntilSentAway(Sign sign, RawSocket socket) {
    try {
      for (int i = 0; i < ALLOWED + MORE; i++) {
        sign.send(socket);
      }
    } catch (CompletionException e) {
      assertThat(e).hasCauseInstanceOf(IOException.class); // in between
    }
  }
}
