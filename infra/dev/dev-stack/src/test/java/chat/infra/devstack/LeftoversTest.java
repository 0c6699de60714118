package chat.infra.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeftoversTest {

  @ParameterizedTest
  @CsvSource({
    "/data/run/redis.conf, true",
    "/data/run/redis-3.conf, true",
    "/data2/run/redis-3.conf, false",
    "/data/run/kafka.conf, false"
  })
  void redis_is_known_by_its_settings(String argument, boolean isOurs) {
    assertThat(Leftovers.isRedisOf(new DataDirectory(Path.of("/data")), argument))
        .isEqualTo(isOurs);
  }

  @ParameterizedTest
  @CsvSource({"/usr/bin/java, java", "bash, bash", "/, ''"})
  void a_process_is_known_by_the_name_of_its_program(String command, String program) {
    assertThat(Leftovers.fileName(command)).isEqualTo(program);
  }
}
