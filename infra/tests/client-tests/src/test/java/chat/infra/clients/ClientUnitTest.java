package chat.infra.clients;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.clients.NodeRuntime.Ended;
import chat.infra.system.ChatSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The client's own tests pass, from their sources. */
final class ClientUnitTest {

  private static final String CLIENT = "clients/typescript";
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  @Test
  void the_tests_of_the_client_pass() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(NodeRuntime.executable().toString());
    command.addAll(List.of("--import", "./scripts/sources.mjs", "--test"));
    try (Stream<Path> files = Files.list(ChatSystem.root().resolve(CLIENT + "/tests"))) {
      files
          .map(Path::toString)
          .filter(name -> name.endsWith(".test.ts"))
          .sorted()
          .forEach(command::add);
    }
    Ended ended = NodeRuntime.run(command, CLIENT, PATIENCE);
    assertThat(ended.code()).as(ended.output()).isZero();
    assertThat(ended.output()).contains("fail 0").doesNotContain("pass 0");
  }
}
