package chat.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A server's program from outside this project. */
final class PeerProgram {

  private final String name;
  private final Path path;

  /**
   * Checks the program.
   *
   * @param name of the target, and of the option that gives the path
   * @throws IllegalArgumentException if the path is empty or no executable
   */
  PeerProgram(String name, String path) {
    this.name = name;
    this.path = Path.of(path);
    if (path.isEmpty()) {
      throw refusal("is missing", "the path of its program");
    }
    if (!Files.isRegularFile(this.path) || !Files.isExecutable(this.path)) {
      throw refusal(path + " is not a program", "an executable file");
    }
  }

  /**
   * Requires a version that speaks the protocol of the benchmark.
   *
   * @param command makes the program describe itself
   * @param expected what it then prints, with other text around
   * @param version the expected version in words
   */
  void require(String command, Pattern expected, String version) throws IOException {
    Process process = command(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!expected.matcher(printed).find()) {
      throw refusal(
          path + " " + command + " prints: " + printed.lines().findFirst().orElse(""), version);
    }
  }

  /** A call of the program. */
  ProcessBuilder command(String... arguments) {
    List<String> command = new ArrayList<>(List.of(path.toAbsolutePath().toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  private IllegalArgumentException refusal(String found, String expected) {
    return new IllegalArgumentException("--%s: %s (expected: %s)".formatted(name, found, expected));
  }
}
