package chat.infra.clients;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.clients.NodeRuntime.Ended;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The application's own tests pass, from their sources. */
@Tag("web-packages")
final class ApplicationUnitTest {

  private static final String WEB = "clients/web";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Test
  void the_tests_of_the_application_pass() {
    List<String> command =
        NodeRuntime.command(
            WEB + "/node_modules/vitest/vitest.mjs",
            "run",
            "--testTimeout=60000",
            "--hookTimeout=60000");
    Ended ended = NodeRuntime.run(command, WEB, PATIENCE);
    assertThat(ended.code()).as(ended.output()).isZero();
  }
}
