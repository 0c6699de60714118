package chat.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import chat.bench.load.Dialect.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DialectTest {

  @Test
  void a_frame_of_centrifugo_has_a_reply_a_line() throws IOException {
    Dialect dialect = new CentrifugoDialect();

    assertThat(
            kinds(
                dialect,
                true,
                """
                {"id":1,"connect":{"client":"c"}}
                {"id":2,"subscribe":{"epoch":"e"}}
                {"push":{"channel":"bench-0","pub":{"data":{}}}}
                {"id":3,"publish":{}}
                {"id":2,"error":{"code":103}}"""))
        .containsExactly(Kind.OTHER, Kind.READY, Kind.DELIVERY, Kind.OTHER, Kind.REFUSAL);
    assertThat(kinds(dialect, false, "{\"id\":1,\"connect\":{}}")).containsExactly(Kind.READY);
  }

  @Test
  void a_frame_of_nats_has_messages_with_their_lengths() throws IOException {
    assertThat(
            kinds(
                new NatsDialect(),
                true,
                """
                INFO {"server_id":"a"}\r
                PONG\r
                MSG bench-0 1 11\r
                PONG\r
                PONG
                \r
                MSG bench-0 1 0\r
                \r
                -ERR 'Unknown'\r
                """))
        .containsExactly(Kind.OTHER, Kind.READY, Kind.DELIVERY, Kind.DELIVERY, Kind.REFUSAL);
  }

  @Test
  void a_message_to_nats_has_its_length() {
    String[] lines = new NatsDialect().message("bench-1", Stamp.of(7), "xxx").split("\r\n", -1);

    assertThat(lines[0]).isEqualTo("PUB bench-1 " + lines[1].length());
    assertThat(lines[1]).contains("\"content\":\"@~0000000000000007xxx\"");
    assertThat(lines).hasSize(3);
  }

  /** The kinds of the texts in a frame that stands within other bytes. */
  private static List<Kind> kinds(Dialect dialect, boolean joins, String frame) throws IOException {
    byte[] bytes = ("??" + frame + "\n??").getBytes(US_ASCII);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int end = bytes.length - "\n??".length();
    List<Kind> kinds = new ArrayList<>();
    try (SocketChannel channel = SocketChannel.open()) {
      LoadSocket socket = new LoadSocket(0, "bench-0", joins, channel, dialect, new Tally());
      for (int at = 2; at < end; ) {
        int next = dialect.end(buffer, at, end);
        kinds.add(dialect.receive(socket, buffer, at, next));
        at = next;
      }
    }
    return kinds;
  }
}
