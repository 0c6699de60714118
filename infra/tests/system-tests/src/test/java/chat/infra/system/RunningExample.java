package chat.infra.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** An example as a process of its own. Its output is read at once, so that it never waits. */
final class RunningExample implements AutoCloseable {

  private final Process process;
  private final List<String> lines = new CopyOnWriteArrayList<>();

  RunningExample(ProcessBuilder command) {
    try {
      process = command.redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread output =
        new Thread(
            () -> process.inputReader(StandardCharsets.UTF_8).lines().forEach(lines::add),
            "output-of-example");
    output.setDaemon(true);
    output.start();
  }

  /** A line of the output so far that begins with a text. */
  Optional<String> find(String begin) {
    if (!process.isAlive()) {
      throw new AssertionError("the example ended: " + this);
    }
    return lines.stream().filter(line -> line.startsWith(begin)).findFirst();
  }

  /** Its output so far. */
  @Override
  public String toString() {
    return String.join("\n", lines);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
