package chat.upload.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class SteadyInputTest {

  @Test
  void bytes_that_arrive_at_once_are_read_unchanged() throws IOException {
    byte[] bytes = new byte[100_000];
    bytes[99_999] = -1;

    try (InputStream input =
        new SteadyInput(new ByteArrayInputStream(bytes), 2000, Duration.ZERO)) {
      assertThat(input.readAllBytes()).isEqualTo(bytes);
      assertThat(input.read()).isEqualTo(-1);
    }
  }

  @Test
  void a_client_that_sends_a_byte_now_and_then_is_cut_off() {
    InputStream trickle =
        new InputStream() {
          @Override
          public int read() {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            return 'a';
          }

          @Override
          public int read(byte[] to, int from, int length) {
            to[from] = (byte) read();
            return 1;
          }
        };

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () ->
                new SteadyInput(trickle, 2000, Duration.ofMillis(50))
                    .readNBytes(new byte[10_000], 0, 10_000))
        .withMessage("the client sends too slowly");
  }

  @Test
  void a_fast_start_earns_a_client_no_later_pause() throws IOException {
    try (InputStream input = new SteadyInput(new FastThenSlow(), 2000, Duration.ofMillis(50))) {
      byte[] piece = new byte[100_000];
      assertThat(input.read(piece, 0, piece.length)).isEqualTo(piece.length);
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> input.readNBytes(piece, 0, 1000))
          .withMessage("the client sends too slowly");
    }
  }

  /** Fills the first buffer at once, then sends one byte from time to time. */
  private static final class FastThenSlow extends InputStream {

    private boolean slow;

    @Override
    public int read() {
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
      return 'a';
    }

    @Override
    public int read(byte[] to, int from, int length) {
      if (!slow) {
        slow = true;
        return length;
      }
      to[from] = (byte) read();
      return 1;
    }
  }
}
