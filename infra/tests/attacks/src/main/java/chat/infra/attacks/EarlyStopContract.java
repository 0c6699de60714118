package chat.infra.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A service in a process of its own that is told to stop while it starts and can't reach its
 * servers.
 */
@Timeout(120)
public abstract class EarlyStopContract {

  private final Class<?> service;

  /**
   * For the tests of one service.
   *
   * @param service its main class
   */
  protected EarlyStopContract(Class<?> service) {
    this.service = service;
  }

  @Test
  void a_service_that_is_stopped_while_starting_logs_one_line_and_exits_with_0()
      throws IOException, InterruptedException {
    Process process = start();
    List<String> said = new ArrayList<>();
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        said.add(line);
        if (line.contains("Starting " + service.getSimpleName())) {
          process.toHandle().destroy(); // its output stays open
        }
      }
      assertThat(process.waitFor()).as(String.join("\n", said)).isZero();
    } finally {
      process.destroyForcibly();
    }

    assertThat(said).filteredOn(line -> line.contains("told to stop")).hasSize(1);
    assertThat(said).noneMatch(line -> line.startsWith("\tat ") || line.contains("Exception"));
  }

  private Process start() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new ProcessBuilder(
            java,
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "-cp",
            classes,
            service.getName(),
            "--spring.kafka.bootstrap-servers=127.0.0.1:1",
            "--spring.cassandra.contact-points=127.0.0.1:1",
            "--spring.data.redis.url=redis://127.0.0.1:1",
            "--chat.s3.endpoint=http://127.0.0.1:1",
            "--logging.level.chat=info",
            "--server.port=0",
            "--management.server.port=0")
        .redirectErrorStream(true)
        .start();
  }
}
