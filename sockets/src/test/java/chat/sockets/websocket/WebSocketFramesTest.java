package chat.sockets.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.sockets.fanout.CloseReason;
import chat.sockets.fanout.Frame;
import chat.sockets.fanout.WireFormat;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebSocketFramesTest {

  private static final WireFormat FORMAT = WebSocketFrames.PLAIN;

  @Test
  void an_event_is_one_text() {
    assertThat(hex(Frame.event("general", "message", "{}".getBytes(UTF_8)))).isEqualTo("81027b7d");
  }

  @Test
  void an_answer_is_one_text() {
    assertThat(hex(Frame.text("Hello".getBytes(UTF_8)))).isEqualTo("810548656c6c6f");
  }

  @ParameterizedTest
  @CsvSource({"125,817d", "126,817e007e", "65535,817effff", "65536,817f0000000000010000"})
  void a_length_takes_as_many_bytes_as_it_needs(int length, String header) {
    assertThat(hex(Frame.text(new byte[length]))).isEqualTo(header + "00".repeat(length));
  }

  @Test
  void a_close_says_why() {
    assertThat(hex(FORMAT.close(CloseReason.TOO_SLOW)))
        .isEqualTo("880a116c" + HexFormat.of().formatHex("too slow".getBytes(UTF_8)));
  }

  @Test
  void pings_and_pongs_are_frames_of_their_own() {
    assertThat(hex(FORMAT.ping())).isEqualTo("8900");
    assertThat(hex(WebSocketFrames.pong(new byte[] {1, 2}))).isEqualTo("8a020102");
  }

  @ParameterizedTest
  @CsvSource({
    "'',''",
    "03e8,03e8",
    "03e86279,03e8",
    "0fa1,0fa1",
    "03,03ea",
    "03ed,03ea",
    "ffff,03ea"
  })
  void a_close_is_answered_with_its_code_if_there_is_such_a_code(String payload, String answer) {
    byte[] bytes = HexFormat.of().parseHex(payload);

    assertThat(HexFormat.of().formatHex(CloseCodes.answer(bytes))).isEqualTo(answer);
  }

  private static String hex(Frame frame) {
    ByteBuffer buffer = ByteBuffer.allocate(FORMAT.size(frame));
    FORMAT.put(frame, buffer);
    assertThat(buffer.hasRemaining()).isFalse();
    return HexFormat.of().formatHex(buffer.array());
  }
}
