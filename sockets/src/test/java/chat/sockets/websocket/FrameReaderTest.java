package chat.sockets.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.sockets.fanout.CloseReason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {

  private static final int MAX = 200;

  private final List<String> events = new ArrayList<>();
  private final CountedMemory memory = new CountedMemory();
  private final FrameReader reader =
      new FrameReader(new Recording(), memory, () -> MAX, false, false);
  private final FrameReader inflating =
      new FrameReader(new Recording(), memory, () -> MAX, true, false);

  @Test
  void a_masked_text_is_read() {
    read("81 85 37fa213d 7f9f4d5158"); // RFC 6455, 5.7

    assertThat(events).containsExactly("text Hello");
  }

  @Test
  void data_are_read_by_who_wants_them() {
    FrameReader ofData = new FrameReader(new Recording(), memory, () -> MAX, false, true);
    ofData.read(ByteBuffer.wrap(bytes("02 81 00000000 01 80 82 00000000 0203 81 81 00000000 61")));
    read("82 81 00000000 01");

    assertThat(events).containsExactly("data 010203", "text a", "broken BAD_FRAME");
  }

  @Test
  void bytes_may_be_cut_up_anywhere() {
    byte[] bytes = bytes("01 83 37fa213d 7f9f4d 89 80 00000000 80 82 37fa213d 5b95");
    for (byte one : bytes) {
      reader.read(ByteBuffer.wrap(new byte[] {one}));
    }

    assertThat(events).containsExactly("ping ", "text Hello");
  }

  @Test
  void what_came_of_a_message_is_dropped_at_the_end() {
    read("01 83 37fa213d 7f9f4d");
    assertThat(reader.kept()).isPositive();

    reader.end();
    read("80 82 37fa213d 5b95");

    assertThat(reader.kept()).isZero();
    assertThat(events).isEmpty();
  }

  @Test
  void a_length_near_the_largest_number_is_too_large() {
    read("01 81 00000000 61 80 ff 7fffffffffffffff 00000000");

    assertThat(events).containsExactly("broken FRAME_TOO_LARGE");
  }

  @Test
  void a_ping_within_a_message_is_no_part_of_its_length() {
    read("01 fe 00be 00000000 " + "61".repeat(190));
    read("89 e4 00000000 " + "62".repeat(100));
    read("80 8a 00000000 " + "61".repeat(10));

    assertThat(events).containsExactly("ping " + "b".repeat(100), "text " + "a".repeat(200));
  }

  @Test
  void many_frames_may_come_at_once() {
    read("81 81 00000000 61 8a 80 00000000 89 82 00000000 6869 81 80 00000000 88 82 00000000 03e8");

    assertThat(events).containsExactly("text a", "pong", "ping hi", "text ", "close 03e8");
  }

  @ParameterizedTest
  @ValueSource(ints = {125, 126, 200})
  void a_text_may_have_any_length_up_to_the_bound(int length) {
    read(header(length) + " 00000000 " + "61".repeat(length));

    assertThat(events).containsExactly("text " + "a".repeat(length));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "81 fe 00c9", // 201 bytes
        "81 ff 0000000000010000",
        "81 ff 7fffffffffffffff",
      })
  void a_text_that_will_be_too_long_is_refused_by_its_header(String header) {
    read(header + "00000000");

    assertThat(events).containsExactly("broken FRAME_TOO_LARGE");
  }

  @Test
  void fragments_count_together() {
    read("01 e4 00000000" + "61".repeat(100));
    read("00 e4 00000000" + "61".repeat(100));
    read("00 81 00000000");

    assertThat(events).containsExactly("broken FRAME_TOO_LARGE");
  }

  @ParameterizedTest
  @CsvSource({
    "81 01 61, not masked",
    "82 81 00000000 61, binary",
    "83 81 00000000 61, reserved opcode",
    "8b 80 00000000, reserved control opcode",
    "c1 81 00000000 61, reserved bit",
    "80 81 00000000 61, continues nothing",
    "01 81 00000000 61 81 81 00000000 61, a text within a text",
    "09 80 00000000, a control frame in parts",
    "89 fe 007e 00000000, a long control frame",
    "81 ff ffffffffffffffff 00000000, a negative length",
    "81 82 00000000 c328, no UTF-8",
    "81 83 00000000 eda080, half a pair"
  })
  void what_is_against_the_rules_ends_the_connection(String bytes, String why) {
    read(bytes);

    assertThat(events).as(why).containsExactly("broken BAD_FRAME");
  }

  @ParameterizedTest
  @CsvSource({
    "c1 87 00000000 f248cdc9c90700, in one frame",
    "41 83 00000000 f248cd 89 80 00000000 80 84 00000000 c9c90700, in two",
    "c1 8b 00000000 000500faff48656c6c6f00, not made smaller",
    "c1 88 00000000 f348cdc9c9070000, with an end of its own",
    "c1 8d 00000000 f248050000 00ffff cac9c90700, in two blocks",
    "81 85 00000000 48656c6c6f, not compressed"
  })
  void where_it_was_agreed_on_texts_may_be_compressed(String hex, String how) { // RFC 7692, 7.2.3
    inflating.read(ByteBuffer.wrap(bytes(hex)));

    assertThat(events).as(how).contains("text Hello").doesNotContain("broken BAD_FRAME");
  }

  @ParameterizedTest
  @CsvSource({
    "c1 82 00000000 ffff, nothing that was compressed",
    "41 83 00000000 f248cd c0 84 00000000 c9c90700, said twice",
    "c9 80 00000000, a control frame",
    "e1 87 00000000 f248cdc9c90700, another bit"
  })
  void what_can_t_be_inflated_is_broken(String hex, String why) {
    inflating.read(ByteBuffer.wrap(bytes(hex)));

    assertThat(events).as(why).containsExactly("broken BAD_FRAME");
  }

  @Test
  void a_text_that_grows_beyond_the_bound_is_refused() {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    deflater.setInput(new byte[60_000]);
    byte[] bomb = new byte[MAX];
    int length = deflater.deflate(bomb, 0, bomb.length, Deflater.SYNC_FLUSH);
    deflater.end();
    assertThat(length).isLessThan(126);
    inflating.read(
        ByteBuffer.allocate(6 + length)
            .put((byte) 0xc1)
            .put((byte) (0x80 | length))
            .putInt(0)
            .put(bomb, 0, length)
            .flip());

    assertThat(events).containsExactly("broken FRAME_TOO_LARGE");
  }

  @Test
  void the_replacement_character_itself_is_text() {
    read("81 83 00000000 efbfbd");

    assertThat(events).containsExactly("text \ufffd");
  }

  @Test
  void a_fragment_that_holds_nothing_and_ends_nothing_is_told() {
    read("01 80 00000000 00 80 00000000 00 81 00000000 61 80 80 00000000");

    assertThat(events).containsExactly("nothing", "nothing", "text a");
  }

  @Test
  void nothing_is_read_after_the_end() {
    read("88 80 00000000 81 81 00000000 61");
    read("81 81 00000000 61");

    assertThat(events).containsExactly("close ");
  }

  private static String header(int length) {
    return length <= 125 ? "81 %02x".formatted(0x80 | length) : "81 fe %04x".formatted(length);
  }

  private void read(String hex) {
    ByteBuffer bytes = ByteBuffer.wrap(bytes(hex));
    reader.read(bytes);
    assertThat(bytes.hasRemaining()).isFalse();
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private final class Recording implements FrameReader.Events {

    @Override
    public void text(String text) {
      events.add("text " + text);
    }

    @Override
    public void data(byte[] data) {
      events.add("data " + HexFormat.of().formatHex(data));
    }

    @Override
    public void ping(byte[] payload) {
      events.add("ping " + new String(payload, UTF_8));
    }

    @Override
    public void pong() {
      events.add("pong");
    }

    @Override
    public void emptyFragment() {
      events.add("nothing");
    }

    @Override
    public void close(byte[] payload) {
      events.add("close " + HexFormat.of().formatHex(payload));
    }

    @Override
    public void broken(CloseReason reason) {
      events.add("broken " + reason);
    }
  }
}
