package chat.infra.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeftoversTest {

  @ParameterizedTest
  @CsvSource({"/usr/bin/java, java", "bash, bash", "/, ''"})
  void a_process_is_known_by_the_name_of_its_program(String command, String program) {
    assertThat(Leftovers.fileName(command)).isEqualTo(program);
  }
}
