package chat.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ThroughputTest {

  private static final long MILLISECOND = Duration.ofMillis(1).toNanos();

  private final Throughput throughput = new Throughput(200, 0);
  private long now;

  @Test
  void a_few_events_are_not_many() {
    assertThat(high(50, 20)).isZero();
  }

  @Test
  void many_events_are_told_within_a_tenth_of_a_second_and_as_long_as_they_come() {
    assertThat(high(19, 1)).isZero();
    assertThat(high(500, 1)).isEqualTo(500);
  }

  @Test
  void after_a_pause_the_rate_is_low_again() {
    high(500, 1);
    now += 300 * MILLISECOND;
    assertThat(throughput.gather(1, now)).isZero();
  }

  @Test
  void very_many_events_gather_longer() {
    assertThat(throughput.gather(20, ++now)).isEqualTo(Duration.ofMillis(3));
    assertThat(throughput.gather(39, ++now)).isEqualTo(Duration.ofMillis(3));
    assertThat(throughput.gather(1, ++now)).isEqualTo(Duration.ofMillis(8));
  }

  /** Counts events at equal distances; the number of those at which they were gathered. */
  private int high(int events, int millis) {
    int high = 0;
    for (int i = 0; i < events; i++) {
      now += millis * MILLISECOND;
      high += throughput.gather(1, now).isZero() ? 0 : 1;
    }
    return high;
  }
}
