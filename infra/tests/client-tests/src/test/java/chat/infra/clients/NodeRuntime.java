package chat.infra.clients;

import chat.infra.system.ChatSystem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The Node that Playwright brings, so that the machine needs none. */
final class NodeRuntime {

  private static final Path ROOT = ChatSystem.root();

  /** Where the tests of this module leave what they make. */
  static final Path TARGET = ROOT.resolve("infra/tests/client-tests/target");

  private static final Path NODE = TARGET.resolve("node");

  private NodeRuntime() {}

  /** What a program wrote, and how it ended. */
  record Ended(int code, String output) {}

  /** The command that runs a script of the project. */
  static List<String> command(String script, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(executable().toString());
    command.add(ROOT.resolve(script).toString());
    command.addAll(List.of(arguments));
    return command;
  }

  /** Runs a command in a folder of the project to its end. */
  static Ended run(List<String> command, String folder, Duration patience) {
    try {
      Path output = Files.createTempFile(TARGET, "node", ".log");
      Process process =
          new ProcessBuilder(command)
              .directory(ROOT.resolve(folder).toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      try {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
          end(process);
          process.waitFor();
        }
      } catch (InterruptedException e) {
        end(process);
        throw e;
      }
      String said = Files.readString(output, StandardCharsets.UTF_8);
      Files.delete(output);
      return new Ended(process.exitValue(), said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** Takes Node out of Playwright's jar, once. */
  static synchronized Path executable() {
    if (!Files.isExecutable(NODE)) {
      String platform = "aarch64".equals(System.getProperty("os.arch")) ? "linux-arm64" : "linux";
      try (InputStream bytes =
          Objects.requireNonNull(
              NodeRuntime.class.getResourceAsStream("/driver/" + platform + "/node"), platform)) {
        Files.createDirectories(TARGET);
        Path copy = Files.createTempFile(TARGET, "node", null);
        Files.copy(bytes, copy, StandardCopyOption.REPLACE_EXISTING);
        if (!copy.toFile().setExecutable(true)) {
          throw new IOException(copy + " can't be made executable");
        }
        Files.move(copy, NODE, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return NODE;
  }
}
