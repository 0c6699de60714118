package chat.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FeedPaceTest {

  private static final long TENTH = Duration.ofMillis(100).toNanos();

  private final FeedPace pace = new FeedPace(0);

  @Test
  void a_few_records_do_not_wait_for_others() {
    for (int poll = 1; poll <= 20; poll++) {
      assertThat(pace.after(10, poll * TENTH)).isZero();
    }
  }

  @Test
  void many_records_gather_before_every_second_poll() {
    for (int poll = 1; poll <= 20; poll += 2) {
      assertThat(pace.after(50, poll * TENTH)).isPositive().isLessThan(Duration.ofMillis(15));
      assertThat(pace.after(50, (poll + 1) * TENTH)).as("the rest").isZero();
    }
    assertThat(pace.after(0, 21 * TENTH)).as("an empty poll has waited itself").isZero();
    assertThat(pace.after(50, 22 * TENTH)).isPositive();
  }

  @Test
  void a_feed_that_is_behind_polls_at_once() {
    assertThat(pace.after(500, TENTH)).isZero();
    assertThat(pace.after(50, TENTH + 1)).isPositive();
  }
}
