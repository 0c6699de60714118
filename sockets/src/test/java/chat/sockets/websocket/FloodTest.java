package chat.sockets.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.sockets.fanout.Frame;
import chat.sockets.fanout.TestHub;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

/** What costs the sender six bytes, means nothing, and is counted for no user. */
class FloodTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final long ALLOWED = WebSocketServer.CONTROL_FRAMES.tokens();

  /** Far more than the kernel takes for a client that doesn't read, and no reason to read less. */
  private static final int LARGE = 8_000_000;

  private WebSocketServer server;

  @BeforeEach
  void start() throws Exception {
    server = new WebSocketServer(new TestHub.Bounds(DataSize.ofMegabytes(64), LONG, LONG));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void who_pings_and_takes_nothing_is_kept_a_pong_for_the_last_ping_only() throws Exception {
    try (RawClient client = RawClient.small(server.port())) {
      Objects.requireNonNull(server.opened.poll(10, TimeUnit.SECONDS))
          .send(Frame.event("a", "message", new byte[LARGE]));
      for (int i = 0; i < 100; i++) {
        client.send("8981 00000000 %02x".formatted(i));
      }
      client.send("8181 00000000 61");
      assertThat(server.texts.poll(10, TimeUnit.SECONDS)).isEqualTo("a");

      assertThat(client.next(10)).isEqualTo("817f%016x".formatted(LARGE));
      client.next(LARGE);
      assertThat(pongsUpTo(client, 99)).hasSizeLessThanOrEqualTo(3).endsWith(99);
    }
  }

  @Test
  void who_pings_and_takes_the_pongs_gets_one_each() throws Exception {
    try (RawClient client = RawClient.open(server.port())) {
      for (int i = 0; i < 50; i++) {
        client.send("8981 00000000 %02x".formatted(i));
        assertThat(client.next(3)).isEqualTo("8a01%02x".formatted(i));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', 8980 00000000, pings",
    "'', 8a80 00000000, unsolicited pongs",
    "0181 00000000 61, 0080 00000000, empty fragments"
  })
  void who_sends_too_much_of_it_is_sent_away(String first, String repeated, String what)
      throws Exception {
    try (RawClient client = RawClient.open(server.port())) {
      client.send(first + repeated.repeat((int) ALLOWED));
      client.send("8a80 00000000".repeat(3));
      List<Integer> frames = new ArrayList<>();
      int code = closeCode(client, frames);

      assertThat(code).as(what).isEqualTo(4429);
      assertThat((long) frames.size()).isLessThanOrEqualTo(ALLOWED);
      assertThat(client.drain()).isZero();
    }
  }

  @Test
  void who_sends_as_much_as_allowed_stays() throws Exception {
    try (RawClient client = RawClient.open(server.port())) {
      client.send("8a80 00000000".repeat((int) ALLOWED));
      client.send("8181 00000000 61");

      assertThat(client.next(3)).isEqualTo("810161");
    }
  }

  /** What the pongs say that come, up to one that says the last. */
  private static List<Integer> pongsUpTo(RawClient client, int last) throws IOException {
    List<Integer> pongs = new ArrayList<>();
    while (!pongs.contains(last)) {
      byte[] frame = HexFormat.of().parseHex(client.next(3));
      assertThat(frame[1]).isEqualTo((byte) 1);
      if (frame[0] == (byte) 0x8a) {
        pongs.add((int) frame[2]);
      } else {
        assertThat(new String(frame, 2, 1, UTF_8)).isEqualTo("a");
      }
    }
    return pongs;
  }

  /** Reads empty frames up to the close. */
  private static int closeCode(RawClient client, List<Integer> frames) throws IOException {
    while (true) {
      byte[] head = HexFormat.of().parseHex(client.next(2));
      if (head[0] == (byte) 0x88) {
        int code = Integer.parseInt(client.next(2), 16);
        client.next(head[1] - 2);
        return code;
      }
      assertThat(head[1]).isZero();
      frames.add((int) head[0]);
    }
  }
}
