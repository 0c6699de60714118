package chat.gateway.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.account.TestGateway;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** JSON bodies of many clients without the last byte. */
class UnfinishedBodiesTest {

  private static final int BODY = 65_536;

  /** The memory for clients; bodies have an eighth of it. */
  private static final int MEMORY = 16 * BODY;

  private static final TestGateway GATEWAY =
      new TestGateway("chat.gateway.memory.clients=" + MEMORY + "B", "chat.web.body-time=1m");

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void unfinished_bodies_are_bounded_together_and_others_are_answered() throws IOException {
    long before = directBytes();
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      slow.addAll(GATEWAY.raw().open(1, allButOneByte()));
    }
    try {
      assertThat(
              GATEWAY.post("/api/auth/login", "{\"email\":\"a\",\"password\":\"b\"}").statusCode())
          .isEqualTo(401);
      assertThat(answer(slow.get(0))).startsWith("HTTP/1.1 503 ").contains("Retry-After: 1");
      // Kept bytes are copied: the server's buffers would be 64 KB each.
      assertThat(directBytes() - before).isLessThan(300L * BODY / 2);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void a_body_in_chunks_equals_a_whole_body() throws IOException {
    String body = "{\"email\":\"a\",\"password\":\"" + "b".repeat(5000) + "\"}";
    String head = head(body.length());
    try (Socket socket = GATEWAY.raw().open(1, head + body.substring(0, 2000)).get(0)) {
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
