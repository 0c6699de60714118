package chat.sockets.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.sockets.fanout.CloseReason;
import chat.sockets.fanout.Connection;
import chat.sockets.fanout.Frame;
import chat.sockets.fanout.TestHub;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class WebSocketWireTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private static WebSocketServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new WebSocketServer(new TestHub.Bounds(DataSize.ofMegabytes(1), LONG, LONG));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_handshake_is_answered_as_the_rfc_says() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      client.write(RawClient.HANDSHAKE.getBytes(ISO_8859_1));

      assertThat(client.head().toLowerCase(Locale.ROOT))
          .startsWith("http/1.1 101 ")
          .contains("\r\nupgrade: websocket\r\n", "\r\nconnection: upgrade\r\n")
          .contains("\r\nsec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo=\r\n")
          .contains("\r\nsec-websocket-protocol: chat.v1\r\n")
          .doesNotContain("content-length", "transfer-encoding", "sec-websocket-extensions");
      opened();
    }
  }

  @Test
  void what_comes_with_the_handshake_is_read_after_it() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      ByteArrayOutputStream both = new ByteArrayOutputStream();
      both.write(RawClient.HANDSHAKE.getBytes(ISO_8859_1));
      both.write(HexFormat.of().parseHex("8182000000006869"));
      client.write(both.toByteArray());
      client.head();
      opened();

      assertThat(client.next(4)).isEqualTo("81026869");
    }
  }

  @Test
  void frames_follow_one_another_and_then_comes_why_it_ends() throws Exception {
    try (RawClient client = RawClient.open(server.port())) {
      Connection connection = opened();
      connection.send(event("a"));
      connection.send(event("bc"));
      connection.close(CloseReason.RESTART);

      assertThat(client.next(7)).isEqualTo("810161" + "81026263");
      assertThat(client.next(11)).isEqualTo("880903f4" + hex("restart"));
      assertThat(client.drain()).isZero();
    }
  }

  @Test
  void a_ping_is_answered_with_what_it_says() throws Exception {
    try (RawClient client = RawClient.open(server.port())) {
      opened();
      client.send("8982 01020304 0103");

      assertThat(client.next(4)).isEqualTo("8a020001");
    }
  }

  @Test
  void a_close_is_answered_and_the_line_is_cut() throws Exception {
    try (RawClient client = RawClient.open(server.port())) {
      opened();
      client.send("8882 00000000 0fa1");

      assertThat(client.next(4)).isEqualTo("88020fa1");
      assertThat(client.drain()).isZero();
    }
  }

  @Test
  void who_breaks_the_rules_is_told_so() throws Exception {
    try (RawClient client = RawClient.open(server.port())) {
      opened();
      client.send("8281 00000000 61");

      assertThat(client.next(4).substring(4)).isEqualTo("1130"); // 4400
      client.next("bad frame".length());
      assertThat(client.drain()).isZero();
    }
  }

  @Test
  void who_goes_without_a_word_is_gone() throws Exception {
    try (RawClient client = RawClient.open(server.port())) {
      Connection connection = opened();
      client.hangUp();

      await().atMost(Duration.ofSeconds(20)).until(connection::isClosed);
    }
  }

  @Test
  void a_reader_that_stops_is_cut_off_and_others_get_everything() throws Exception {
    try (RawClient stopped = RawClient.small(server.port())) {
      Connection slow = opened();
      TestHub.join("a", slow);
      try (RawClient reading = RawClient.open(server.port())) {
        TestHub.join("a", opened());
        CompletableFuture<Long> read = CompletableFuture.supplyAsync(reading::drain);
        int events = 3000;
        for (int i = 0; i < events; i++) {
          server.hub().deliver("a", event(i, 4000));
          if (i % 20 == 19) {
            server.hub().flush();
            int sent = i;
            await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> reading.taken() > (sent - 20) * 4000L);
          }
        }
        await().atMost(Duration.ofSeconds(20)).until(slow::isClosed);
        await().atMost(Duration.ofSeconds(20)).until(() -> reading.taken() > events * 4000L);
        reading.hangUp();
        assertThat(read.get(10, TimeUnit.SECONDS)).isGreaterThan(events * 4000L);
      }
      assertThat(stopped.drain()).isLessThan(9_000_000);
    }
  }

  @Test
  void who_asks_and_takes_no_answers_is_not_asked_for_more() throws Exception {
    int count = 4000;
    byte[] text = frame(1000);
    try (RawClient client = RawClient.open(server.port())) {
      Connection connection = opened();
      CompletableFuture<Void> asking =
          CompletableFuture.runAsync(() -> writeAll(client, text, count));
      await().atMost(Duration.ofSeconds(20)).until(() -> server.texts.size() > 100);
      assertThat(connection.isClosed()).isFalse();

      for (int i = 0; i < count; i++) {
        assertThat(client.next(4)).isEqualTo("817e03e8");
        client.next(1000);
      }
      asking.get(10, TimeUnit.SECONDS);
      assertThat(connection.isClosed()).isFalse();
    }
  }

  @Test
  void a_silent_client_is_asked_for_a_sign_of_life_and_then_closed() throws Exception {
    Duration patience = Duration.ofSeconds(5);
    TestHub.Bounds bounds = new TestHub.Bounds(DataSize.ofMegabytes(8), patience, patience);
    try (WebSocketServer strict = new WebSocketServer(bounds);
        RawClient slow = RawClient.small(strict.port())) {
      strict.opened.take().send(Frame.event("a", "message", new byte[6_000_000]));
      try (RawClient silent = RawClient.open(strict.port())) {
        // Who takes what it is sent is there, however slowly it does.
        slow.takeSlowly(60_000, 80, 100);
        assertThat(slow.next(1)).isEqualTo("00");
        assertThat(silent.next(2)).isEqualTo("8900");
        assertThat(silent.next(4).substring(4)).isEqualTo("03e9"); // 1001
      }
    }
  }

  private static Connection opened() throws InterruptedException {
    return Objects.requireNonNull(server.opened.poll(10, TimeUnit.SECONDS));
  }

  private static Frame event(int number, int length) {
    return event("{\"id\":\"%d\",\"padding\":\"%s\"}".formatted(number, "x".repeat(length)));
  }

  private static Frame event(String text) {
    return Frame.event("a", "message", text.getBytes(UTF_8));
  }

  private static byte[] frame(int length) {
    byte[] frame = new byte[8 + length];
    Arrays.fill(frame, (byte) 'x');
    System.arraycopy(HexFormat.of().parseHex("81fe%04x00000000".formatted(length)), 0, frame, 0, 8);
    return frame;
  }

  private static void writeAll(RawClient client, byte[] bytes, int times) {
    try {
      for (int i = 0; i < times; i++) {
        client.write(bytes);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(UTF_8));
  }
}
