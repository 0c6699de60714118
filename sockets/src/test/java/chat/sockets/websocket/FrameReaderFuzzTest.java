package chat.sockets.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.attacks.Fuzz;
import chat.sockets.fanout.CloseReason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/** What is no frame ends the connection, and how the bytes were cut up makes no difference. */
class FrameReaderFuzzTest {

  private static final int TRIES = 10_000;
  private static final int MAX = 2_000;

  private static final byte[][] GOOD = {
    bytes("8185 37fa213d 7f9f4d5158"),
    bytes("0183 37fa213d 7f9f4d 8980 00000000 8082 37fa213d 5b95"),
    bytes("8181 00000000 61 8a80 00000000 8982 00000000 6869 8180 00000000 8882 00000000 03e8"),
    bytes("81fe 0100 00000000" + "61".repeat(256)),
    bytes("81ff 0000000000000101 00000000" + "62".repeat(257)),
    compressed("{\"type\":\"ping\",\"ref\":\"" + "x".repeat(300) + "\"}"),
    compressed("ü".repeat(4 * MAX)),
  };

  @Test
  void bytes_of_clients() {
    Fuzz.ofBytes(GOOD).bytes(TRIES, bytes -> check(bytes, false));
  }

  @Test
  void bytes_of_clients_that_may_compress() {
    Fuzz.ofBytes(GOOD).bytes(TRIES, bytes -> check(bytes, true));
  }

  @Test
  void texts_that_were_compressed() {
    Fuzz.ofBytes(deflated("hello ".repeat(100)), deflated("x".repeat(1_000_000)), deflated(""))
        .bytes(
            TRIES,
            bytes -> {
              try {
                assertThat(Inflation.inflate(bytes, bytes.length, MAX).length)
                    .isLessThanOrEqualTo(MAX + 1);
              } catch (DataFormatException refused) {
                assertThat(refused).isNotNull();
              }
            });
  }

  private static void check(byte[] bytes, boolean mayBeCompressed) {
    Recording whole = new Recording();
    new FrameReader(whole, new CountedMemory(), MAX, mayBeCompressed).read(ByteBuffer.wrap(bytes));
    Recording cut = new Recording();
    FrameReader reader = new FrameReader(cut, new CountedMemory(), MAX, mayBeCompressed);
    int step = 1 + bytes.length % 7;
    for (int at = 0; at < bytes.length; at += step) {
      reader.read(
          ByteBuffer.wrap(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + step))));
    }

    assertThat(cut.events).isEqualTo(whole.events);
    assertThat(whole.afterTheEnd).isZero();
  }

  /** What was made of the bytes. */
  private static final class Recording implements FrameReader.Events {

    private final List<String> events = new ArrayList<>();
    private boolean over;
    private int afterTheEnd;

    @Override
    public void text(String text) {
      assertThat(text.getBytes(UTF_8).length).isLessThanOrEqualTo(MAX);
      add("text " + text);
    }

    @Override
    public void ping(byte[] payload) {
      assertThat(payload.length).isLessThanOrEqualTo(125);
      add("ping " + HexFormat.of().formatHex(payload));
    }

    @Override
    public void pong() {
      add("pong");
    }

    @Override
    public void emptyFragment() {
      add("nothing");
    }

    @Override
    public void close(byte[] payload) {
      add("close " + HexFormat.of().formatHex(payload));
      assertThat(CloseCodes.answer(payload).length).isLessThanOrEqualTo(2);
      over = true;
    }

    @Override
    public void broken(CloseReason reason) {
      add("broken " + reason);
      over = true;
    }

    private void add(String event) {
      afterTheEnd += over ? 1 : 0;
      events.add(event);
    }
  }

  /** One frame of a client, unmasked in effect. */
  private static byte[] compressed(String text) {
    byte[] deflated = deflated(text);
    String length =
        deflated.length < 126
            ? "%02x".formatted(0x80 | deflated.length)
            : "fe%04x".formatted(deflated.length);
    return bytes("c1" + length + "00000000" + HexFormat.of().formatHex(deflated));
  }

  private static byte[] deflated(String text) {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    deflater.setInput(text.getBytes(UTF_8));
    byte[] bytes = new byte[64 * 1024];
    int length = deflater.deflate(bytes, 0, bytes.length, Deflater.SYNC_FLUSH);
    deflater.end();
    return Arrays.copyOf(bytes, length - 4);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
