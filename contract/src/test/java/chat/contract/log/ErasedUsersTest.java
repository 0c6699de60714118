package chat.contract.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErasedUsersTest {

  private static final long NOW = Duration.ofDays(20_000).toMillis();

  private final ErasedUsers erased = new ErasedUsers();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          {"type":"message","user":{"id":"u1"  | true
          {"mentions":["u0","u1"],"content":"  | true
          "u1"                                 | true
          {"id":"u11","content":"u1 \\"u2"}     | false
          {"id":"u2"}                          | false
          u1                                   | false
          """)
  void a_value_that_is_cut_or_odd_names_those_whose_ids_are_strings_in_it(
      String value, boolean named) {
    assertThat(erased.areNamedIn(value.getBytes(UTF_8))).isFalse();
    erased.add("u1", NOW);

    assertThat(erased.areNamedIn(value.getBytes(UTF_8))).isEqualTo(named);
  }

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
