package chat.gateway.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.account.Edge;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** JSON bodies of which the last byte does not come, of many clients. */
class UnfinishedBodiesTest {

  private static final int BODY = 65_536;

  /** Of which bodies have an eighth. */
  private static final int MEMORY = 16 * BODY;

  private static final Edge EDGE =
      new Edge("chat.gateway.memory.clients=" + MEMORY + "B", "chat.web.body-time=1m");

  @AfterAll
  static void stop() {
    EDGE.close();
  }

  @Test
  void many_hold_no_more_than_is_for_all_and_others_are_answered() throws IOException {
    long before = directBytes();
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      slow.addAll(EDGE.raw().open(1, allButOneByte()));
    }
    try {
      assertThat(EDGE.post("/api/auth/login", "{\"email\":\"a\",\"password\":\"b\"}").statusCode())
          .isEqualTo(401);
      assertThat(answer(slow.get(0))).startsWith("HTTP/1.1 503 ").contains("Retry-After: 1");
      // What is kept is copied: buffers of the server's would be 64 KB for each.
      assertThat(directBytes() - before).isLessThan(300L * BODY / 2);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void a_body_in_pieces_is_the_same_as_one_in_one() throws IOException {
    String body = "{\"email\":\"a\",\"password\":\"" + "b".repeat(5000) + "\"}";
    String head = head(body.length());
    try (Socket socket = EDGE.raw().open(1, head + body.substring(0, 2000)).get(0)) {
      socket.getOutputStream().write(body.substring(2000).getBytes(ISO_8859_1));

      assertThat(answer(socket)).startsWith("HTTP/1.1 401 ");
    }
  }

  private static String allButOneByte() {
    return head(BODY) + " ".repeat(BODY - 1);
  }

  private static String head(int length) {
    return String.join(
        "\r\n",
        "POST /api/auth/login HTTP/1.1",
        "Host: a",
        "Content-Type: application/json",
        "Content-Length: " + length,
        "",
        "");
  }

  private static String answer(Socket socket) throws IOException {
    socket.setSoTimeout(20_000);
    byte[] start = new byte[300];
    return new String(start, 0, socket.getInputStream().readNBytes(start, 0, 300), ISO_8859_1);
  }

  private static long directBytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }
}
