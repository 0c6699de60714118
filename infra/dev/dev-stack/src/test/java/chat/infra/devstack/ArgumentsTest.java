package chat.infra.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
  @Test
  void up_alone_is_two_gateways_from_port_8080_with_data_in_the_project() {
    Arguments arguments = parse("up");

    assertThat(arguments.shape()).isEqualTo(new Shape(8080, 2, false));
    assertThat(arguments.data()).isEqualTo(Path.of("/project/.data"));
    assertThat(arguments.fresh()).isFalse();
  }

  @Test
  void options_are_taken_in_any_order_with_blank_or_equals_sign() {
    Arguments arguments =
        parse(
            "up",
            "--fresh",
            "--port=9080",
            "--gateways",
            "3",
            "--until-exit",
            "17",
            "--brokers=3",
            "--redis=3");

    assertThat(arguments.shape()).isEqualTo(new Shape(9080, 3, 3, 3, false));
    assertThat(arguments.fresh()).isTrue();
    assertThat(arguments.untilExit()).isEqualTo(17);
  }

  @Test
  void a_relative_data_directory_is_the_callers() {
    assertThat(parse("down", "--data", "mine").data()).isEqualTo(Path.of("mine").toAbsolutePath());
  }

  @Test
  void a_part_is_named_by_kill_and_start() {
    assertThat(parse("kill", "--data", "mine", "gateway-2").part()).isEqualTo("gateway-2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          fly                | unknown command fly (see ./chat help)
          up --quick         | unknown option --quick (see ./chat help)
          status --fresh     | unknown option --fresh (see ./chat help)
          up kafka           | unexpected argument kafka (see ./chat help)
          kill               | which part? for example: ./chat kill gateway-2
          up --port          | --port needs a value
          up --port http     | --port: http (expected: a number)
          up --gateways 11   | --gateways: 11 (expected: 1..10)
          """)
  void unknown_arguments_are_refused_in_one_line(String line, String message) {
    assertThatThrownBy(() -> parse(line.split(" ")))
        .isInstanceOf(Failure.class)
        .hasMessage(message);
  }

  private static Arguments parse(String... words) {
    return Arguments.parse(List.of(words), Path.of("/project/.data"));
  }
}
