package chat.infra.examples;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.system.ChatSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** An example as a process of its own, started in the folder of the project. */
final class ExampleProcess implements AutoCloseable {

  private static final int END_SECONDS = 200;

  private final Process process;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Thread output;

  private ExampleProcess(ProcessBuilder builder) {
    try {
      this.process =
          builder.directory(ChatSystem.root().toFile()).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.output =
        new Thread(
            () -> process.inputReader(StandardCharsets.UTF_8).lines().forEach(lines::add),
            "output-of-example");
    output.setDaemon(true);
    output.start();
  }

  /** Runs a class with the class path of an example. */
  static ExampleProcess java(String example, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                text("examples/" + example + "/target/classpath")));
    command.addAll(List.of(arguments));
    return new ExampleProcess(new ProcessBuilder(command));
  }

  /** Runs a program. */
  static ExampleProcess program(Map<String, String> environment, String... command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return new ExampleProcess(builder);
  }

  /** A file of the project. */
  static String text(String path) {
    try {
      return Files.readString(ChatSystem.root().resolve(path)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The output so far, which also has the errors. */
  List<String> lines() {
    assertThat(process.isAlive() || process.exitValue() == 0)
        .as(() -> String.join("\n", lines))
        .isTrue();
    return List.copyOf(lines);
  }

  /** The output of a process that ends, which must be successful. */
  List<String> whole() throws InterruptedException {
    assertThat(process.waitFor(END_SECONDS, TimeUnit.SECONDS)).as("%s", lines).isTrue();
    output.join();
    return lines();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
