package chat.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StoredTimesTest {

  private final StoredTimes times = new StoredTimes();

  @Test
  void a_record_was_stored_between_two_looks() {
    times.note(1000, new long[] {5, 0});
    times.note(2000, new long[] {7, 1});
    times.note(3000, new long[] {9, 1});

    assertThat(times.of(0, 6)).isEqualTo(new StoredTimes.Between(1000L, 2000));
    assertThat(times.of(0, 8)).isEqualTo(new StoredTimes.Between(2000L, 3000));
    assertThat(times.of(0, 3)).isEqualTo(new StoredTimes.Between(null, 1000));
    assertThat(times.of(0, 9)).isNull();
    assertThat(times.of(1, 0)).isEqualTo(new StoredTimes.Between(1000L, 2000));
  }

  @Test
  void old_looks_are_dropped() {
    for (int look = 1; look <= 100; look++) {
      times.note(look, new long[24 * 72]);
    }
    long[] stored = new long[24 * 72];
    stored[0] = 1;
    times.note(1000, stored);
    for (int look = 0; look < 9; look++) {
      times.note(2000 + look, stored);
    }

    assertThat(times.of(0, 0)).isEqualTo(new StoredTimes.Between(null, 1000));
  }

  @Test
  void looks_at_a_log_that_is_gone_do_not_count() {
    times.note(1000, new long[] {5});
    times.note(2000, new long[] {1, 1});

    assertThat(times.of(0, 0)).isEqualTo(new StoredTimes.Between(null, 2000));
    assertThat(times.of(0, 3)).isNull();
  }
}
