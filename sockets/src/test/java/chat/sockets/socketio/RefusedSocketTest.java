package chat.sockets.socketio;

import static chat.sockets.socketio.EchoCalls.WEBSOCKET;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A WebSocket that a session refuses, at the session's node and at another one. */
class RefusedSocketTest {

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final byte[] HEAD_OF_1000 = HexFormat.of().parseHex("81fe03e800000000");
  private static final byte[] BYTE = {'a'};
  private static final byte[] MESSAGE = HexFormat.of().parseHex("8182000000003461");

  @ParameterizedTest(name = "in the middle of a message: {1}, {0} nodes")
  @CsvSource({"1, true", "2, true", "1, false", "2, false"})
  void is_cut_off_while_its_client_sends(int nodes, boolean inMessage) throws Exception {
    try (EchoCalls calls = new EchoCalls(nodes, Echo.Conduct.closing(CLOSE_TIMEOUT));
        RawSocket current = calls.socket("/engine.io" + WEBSOCKET);
        Socket refused = calls.rawUpgrade(sid(current), "")) {
      awaitClose(refused);
      if (inMessage) {
        refused.getOutputStream().write(HEAD_OF_1000);
      }

      awaitCut(refused, inMessage ? BYTE : MESSAGE);
    }
  }

  private static String sid(RawSocket opened) throws InterruptedException {
    return opened.text().replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
  }

  /** Reads up to the end of what the server sends, which is a close frame. */
  private static void awaitClose(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    int last = in.read();
    assertThat(last).isEqualTo('H');
    while (last >= 0) {
      last = in.read();
    }
  }

  private static void awaitCut(Socket socket, byte[] bytes) {
    await().atMost(PATIENCE).pollInterval(50, MILLISECONDS).until(() -> !sends(socket, bytes));
  }

  private static boolean sends(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
