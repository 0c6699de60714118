package chat.gateway.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineSplitterTest {

  @Test
  void lines_are_cut_and_counted_and_the_last_needs_no_line_feed() throws IOException {
    assertThat(lines(stream("a\n\nbc\nd"), 10)).containsExactly("1 a", "2 ", "3 bc", "4 d");
    assertThat(lines(stream("a\n"), 10)).containsExactly("1 a");
    assertThat(lines(stream(""), 10)).isEmpty();
  }

  @Test
  void a_line_that_is_too_long_is_skipped_whatever_its_length() throws IOException {
    String text = "x".repeat(11) + "\n" + "y".repeat(10) + "\n" + "z".repeat(500_000) + "\nend";

    assertThat(lines(stream(text), 10))
        .containsExactly("1 too long", "2 " + "y".repeat(10), "3 too long", "4 end");
    assertThat(lines(stream("z".repeat(500_000)), 10)).containsExactly("1 too long");
  }

  @Test
  void pieces_of_any_size_give_the_same_lines() throws IOException {
    List<String> texts =
        IntStream.range(0, 2_000).mapToObj(i -> "l" + i + "x".repeat(i * 7 % 97)).toList();
    byte[] bytes = (String.join("\n", texts) + "\n").getBytes(UTF_8);

    List<String> lines = lines(new Pieces(bytes, new Random(1)), 100_000);

    assertThat(lines)
        .containsExactlyElementsOf(
            IntStream.range(0, texts.size()).mapToObj(i -> (i + 1) + " " + texts.get(i)).toList());
  }

  @Test
  void reading_may_block_unless_a_line_or_more_bytes_are_there() throws IOException {
    LineSplitter lines = new LineSplitter(stream("a\nb\n"), 10);

    assertThat(lines.next()).isNotNull();
    assertThat(lines.mayBlock()).isFalse();
    assertThat(lines.next()).isNotNull();
    assertThat(lines.mayBlock()).isTrue();
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private static List<String> lines(InputStream in, int maxLength) throws IOException {
    LineSplitter splitter = new LineSplitter(in, maxLength);
    List<String> lines = new ArrayList<>();
    for (var line = splitter.next(); line != null; line = splitter.next()) {
      byte[] bytes = line.bytes();
      lines.add(line.number() + " " + (bytes == null ? "too long" : new String(bytes, UTF_8)));
    }
    return lines;
  }

  /** Gives some bytes at a time. */
  private static final class Pieces extends InputStream {

    private final ByteArrayInputStream bytes;
    private final Random random;

    Pieces(byte[] bytes, Random random) {
      this.bytes = new ByteArrayInputStream(bytes);
      this.random = random;
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      return bytes.read(target, offset, Math.min(length, 1 + random.nextInt(50)));
    }
  }
}
