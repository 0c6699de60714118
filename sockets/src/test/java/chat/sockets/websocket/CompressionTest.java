package chat.sockets.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.sockets.fanout.Frame;
import chat.sockets.fanout.TestHub;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;
import org.springframework.web.socket.WebSocketExtension;

class CompressionTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final String TEXT = "{\"text\":\"" + "to and fro, ".repeat(20) + "\"}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permessage-deflate",
        "permessage-deflate; client_max_window_bits",
        "permessage-deflate; client_max_window_bits=10; server_no_context_takeover",
        "permessage-deflate; server_max_window_bits=9, permessage-deflate",
        "x-webkit-deflate-frame, permessage-deflate; server_max_window_bits=15"
      })
  void an_offer_that_asks_for_nothing_special_is_taken(String offers) {
    assertThat(Compression.isOffered(WebSocketExtension.parseExtensions(offers))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "permessage-bzip2",
        "permessage-deflate; server_max_window_bits=9",
        "permessage-deflate; unknown=1"
      })
  void other_offers_are_not(String offers) {
    assertThat(Compression.isOffered(WebSocketExtension.parseExtensions(offers))).isFalse();
  }

  @Test
  void a_text_is_compressed_once_and_read_back_as_it_was() throws Exception {
    Frame frame = Frame.event("general", "message", TEXT.getBytes(UTF_8));
    byte[] once = encoded(frame);
    byte[] payload = Arrays.copyOfRange(once, 2, once.length);

    assertThat(once[0]).isEqualTo((byte) 0xc1);
    assertThat(once).hasSizeLessThan(TEXT.length() / 2).isEqualTo(encoded(frame));
    assertThat(frame.packed(text -> new byte[0])).isEqualTo(payload);
    assertThat(HexFormat.of().formatHex(payload)).doesNotEndWith("0000ffff");
    assertThat(Inflation.inflate(payload, payload.length, 10)).hasSize(11);
    assertThat(new String(Inflation.inflate(payload, payload.length, 10_000), UTF_8))
        .isEqualTo(TEXT);
  }

  @Test
  void what_gets_no_shorter_goes_as_it_is() {
    assertThat(encoded(Frame.text("Hello".getBytes(UTF_8)))).startsWith(0x81, 5);
    assertThat(encoded(Frame.raw(new byte[] {1}))).containsExactly(1);
  }

  @Test
  void both_sides_compress_if_both_want_it() throws Exception {
    TestHub.Bounds bounds = new TestHub.Bounds(DataSize.ofMegabytes(1), LONG, LONG);
    try (WebSocketServer server = new WebSocketServer(bounds, true);
        RawClient client = new RawClient(server.port());
        RawClient plain = RawClient.open(server.port())) {
      String offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n";
      client.write(
          RawClient.HANDSHAKE.replaceFirst("\r\n\r\n$", "\r\n" + offer).getBytes(ISO_8859_1));
      assertThat(client.head().toLowerCase(Locale.ROOT))
          .contains(
              "\r\nsec-websocket-extensions: permessage-deflate; server_no_context_takeover;"
                  + " client_no_context_takeover\r\n");

      byte[] frame = encoded(Frame.text(TEXT.getBytes(UTF_8)));
      client.write(masked(frame));

      assertThat(client.next(frame.length)).isEqualTo(HexFormat.of().formatHex(frame));
      plain.send("81 82 00000000 6869");
      assertThat(plain.next(4)).isEqualTo("81026869");
    }
  }

  /** With a mask that changes nothing. */
  private static byte[] masked(byte[] frame) {
    return ByteBuffer.allocate(frame.length + Integer.BYTES)
        .put(frame[0])
        .put((byte) (0x80 | frame[1]))
        .putInt(0)
        .put(frame, 2, frame.length - 2)
        .array();
  }

  private static byte[] encoded(Frame frame) {
    ByteBuffer buffer = ByteBuffer.allocate(DeflatedFrames.FORMAT.size(frame));
    DeflatedFrames.FORMAT.put(frame, buffer);
    assertThat(buffer.hasRemaining()).isFalse();
    return buffer.array();
  }
}
