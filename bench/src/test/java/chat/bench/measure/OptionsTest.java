package chat.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionsTest {

  private static final Map<String, String> DEFAULTS = Map.of("rooms", "10");

  @Test
  void missing_options_have_their_defaults() {
    assertThat(Options.parse(List.of(), DEFAULTS).number("rooms")).isEqualTo(10);
    assertThat(Options.parse(List.of("--rooms=7"), DEFAULTS).number("rooms")).isEqualTo(7);
  }

  @Test
  void an_unknown_option_is_refused_and_named() {
    for (String word : List.of("rooms=7", "--rooms", "--sockets=7", "7")) {
      assertThatThrownBy(() -> Options.parse(List.of(word), DEFAULTS))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(word)
          .hasMessageContaining("rooms");
    }
  }

  @Test
  void a_value_that_is_no_number_is_refused_and_named() {
    Options options = Options.parse(List.of("--rooms=many"), DEFAULTS);
    assertThatThrownBy(() -> options.number("rooms")).hasMessageContaining("--rooms: many");
  }
}
