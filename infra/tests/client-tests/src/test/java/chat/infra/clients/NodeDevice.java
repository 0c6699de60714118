package chat.infra.clients;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A client in a process of Node, which keeps its data in files. */
final class NodeDevice implements Device {

  private final Path directory;
  private Process process;
  private BufferedReader output;
  private BufferedWriter input;

  NodeDevice(Path directory) {
    this.directory = directory;
    this.process = start();
    this.output = process.inputReader(StandardCharsets.UTF_8);
    this.input = process.outputWriter(StandardCharsets.UTF_8);
  }

  private Process start() {
    try {
      return new ProcessBuilder(
              NodeRuntime.command(
                  "infra/tests/client-tests/src/test/js/node.mjs", directory.toString()))
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String answer(String command) {
    try {
      input.write(command);
      input.newLine();
      input.flush();
      String answer = output.readLine();
      if (answer == null) {
        throw new AssertionError("the process ended at " + command);
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void restart() {
    kill();
    process = start();
    output = process.inputReader(StandardCharsets.UTF_8);
    input = process.outputWriter(StandardCharsets.UTF_8);
  }

  @Override
  public void sleep() {
    signal("STOP");
  }

  @Override
  public void wake() {
    signal("CONT");
  }

  @Override
  public void close() {
    kill();
  }

  private void kill() {
    process.destroyForcibly().onExit().join();
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().onExit().join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
