package chat.contract.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ErasedUsersTest {

  private static final long NOW = Duration.ofDays(20_000).toMillis();

  private final ErasedUsers erased = new ErasedUsers();

  @Test
  void users_erased_before_the_retention_of_the_log_are_forgotten() {
    for (int day = 0; day < 100; day++) {
      for (int i = 0; i < 1_000; i++) {
        erased.add("u-" + day + "-" + i, NOW + Duration.ofDays(day).toMillis());
      }
    }

    assertThat(erased.size()).isBetween(8_000, 20_000);
  }
}
