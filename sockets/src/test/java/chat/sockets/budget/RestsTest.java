package chat.sockets.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestsTest {

  private static final long START = -5;

  private final Rests rests = new Rests(START);

  @Test
  void after_a_piece_of_work_as_much_time_passes_as_it_took() {
    assertThat(rests.after(0, 10)).isEqualTo(10);
    assertThat(rests.after(100, 107)).isEqualTo(7);
  }

  @Test
  void pieces_at_the_same_time_rest_one_after_the_other() {
    assertThat(rests.after(0, 10)).isEqualTo(10);
    assertThat(rests.after(2, 10)).isEqualTo(18);
    assertThat(rests.after(10, 14)).isEqualTo(18);
  }

  @Test
  void a_rest_has_an_end() {
    long longest = Duration.ofSeconds(1).toNanos();
    assertThat(rests.after(0, 3 * longest)).isEqualTo(longest);
    assertThat(rests.after(0, 3 * longest)).isEqualTo(longest);
  }
}
