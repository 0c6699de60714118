package chat.sockets.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

  private final TokenBucket bucket = new TokenBucket(new Rate(4, Duration.ofSeconds(2)), 1000);

  @Test
  void so_many_at_once_and_as_many_again_in_each_period_evenly() {
    assertThat(taken(1000, 10)).isEqualTo(4);
    assertThat(taken(1499, 1)).isZero();
    assertThat(taken(1500, 2)).isEqualTo(1);
    assertThat(taken(60_000, 10)).isEqualTo(4);
  }

  @Test
  void a_clock_that_is_set_back_brings_nothing_back_and_keeps_nobody_out() {
    assertThat(taken(1000, 10)).isEqualTo(4);
    assertThat(taken(0, 1)).isZero();
    assertThat(taken(500, 2)).isEqualTo(1);
  }

  private long taken(long now, int tries) {
    return LongStream.range(0, tries).filter(i -> bucket.tryAcquire(now)).count();
  }
}
