package chat.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Headers of the maximum length are parsed in linear time. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ForwardedHeaderTest {

  private static final int LENGTH = 8000;

  static Stream<String> longAndMalformed() {
    return Stream.of(
        "a=b" + " ".repeat(LENGTH) + "x",
        " ".repeat(LENGTH) + "x",
        "a=b;" + " ".repeat(LENGTH) + "x",
        "a".repeat(LENGTH),
        "a=" + "b".repeat(LENGTH) + "\"",
        "a=\"" + "b".repeat(LENGTH),
        "a=\"" + "\\b".repeat(LENGTH / 2),
        "a=\"" + "b\\".repeat(LENGTH / 2) + "\"");
  }

  @ParameterizedTest
  @MethodSource("longAndMalformed")
  void a_long_header_that_is_malformed_has_no_elements(String header) {
    assertThat(ForwardedHeader.elements(List.of(header))).isEmpty();
  }

  static Stream<Map.Entry<String, String>> longAndWellFormed() {
    return Stream.of(
        Map.entry("a=" + "b".repeat(LENGTH), "b".repeat(LENGTH)),
        Map.entry("a=\"" + "b".repeat(LENGTH) + '"', "b".repeat(LENGTH)),
        Map.entry("a=\"" + "\\b".repeat(LENGTH / 2) + '"', "b".repeat(LENGTH / 2)),
        Map.entry(" ".repeat(LENGTH) + "a=b", "b"),
        Map.entry(",".repeat(LENGTH) + "a=b", "b"));
  }

  @ParameterizedTest
  @MethodSource("longAndWellFormed")
  void a_long_header_is_read(Map.Entry<String, String> said) {
    assertThat(ForwardedHeader.elements(List.of(said.getKey())))
        .containsExactly(Map.of("a", said.getValue()));
  }
}
