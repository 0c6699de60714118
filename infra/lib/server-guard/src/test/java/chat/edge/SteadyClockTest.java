package chat.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SteadyClockTest {

  private static final Instant BEGIN = Instant.parse("2026-01-01T10:00:00Z");

  private Instant dayTime = BEGIN;
  private long nanos = -5;

  @Test
  void it_begins_with_the_time_of_day_and_does_not_follow_when_that_is_set() {
    SteadyClock clock = new SteadyClock(() -> dayTime, () -> nanos);
    dayTime = BEGIN.minus(Duration.ofMinutes(10));
    nanos += Duration.ofSeconds(3).toNanos();

    assertThat(clock.instant()).isEqualTo(BEGIN.plusSeconds(3));
    assertThat(clock.millis()).isEqualTo(BEGIN.plusSeconds(3).toEpochMilli());
  }
}
