package chat.bench.measure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The whole system as {@code ./chat up} runs it, on separate ports and data. */
public final class RunningStack implements AutoCloseable {

  private static final int STOP_SECONDS = 60;

  private final Path root = root();
  private final Path data = root.resolve("bench/target/data");
  private final int port;
  private final Process up;

  /**
   * Starts an empty system and waits until it is ready.
   *
   * @param environment of its processes
   */
  public RunningStack(int port, int gateways, Map<String, String> environment) throws IOException {
    this.port = port;
    ProcessBuilder builder =
        new ProcessBuilder(
            command("up", "--fresh", "--port", "" + port, "--gateways", "" + gateways));
    builder.environment().put("CHAT_BUILD", "skip");
    builder.environment().put("CHAT_CLASS_ARCHIVES", "false");
    builder.environment().put("CHAT_LIMITS_ENABLED", "false");
    builder.environment().putAll(environment);
    this.up = builder.redirectErrorStream(true).start();
    Runtime.getRuntime().addShutdownHook(new Thread(up::destroy, "stack-end"));
    awaitReady();
  }

  /** The public address of a gateway, counted from 1. */
  public URI gateway(int number) {
    return URI.create("http://127.0.0.1:" + (port + number - 1));
  }

  /** The process of a part, for its processor time and memory. */
  public ProcessHandle part(String name) {
    return up.descendants()
        .filter(process -> process.info().commandLine().orElse("").contains("-Dchat.part=" + name))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() throws IOException {
    up.destroy();
    try {
      if (!up.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("./chat up did not end in " + STOP_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<String> command(String... words) {
    List<String> command = new ArrayList<>();
    command.add(root.resolve("chat").toString());
    command.addAll(List.of(words));
    command.addAll(List.of("--data", data.toString()));
    return command;
  }

  private void awaitReady() throws IOException {
    List<String> lines = new ArrayList<>();
    BufferedReader output = up.inputReader(StandardCharsets.UTF_8);
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      lines.add(line);
      if (line.startsWith("ready: ")) {
        Thread drain = new Thread(() -> drain(output), "stack-output");
        drain.setDaemon(true);
        drain.start();
        return;
      }
    }
    throw new IOException("./chat up ended:\n" + String.join("\n", lines));
  }

  private static void drain(BufferedReader output) {
    try {
      output.transferTo(Writer.nullWriter());
    } catch (IOException e) {
      // Its process has ended.
    }
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
    }
    return Objects.requireNonNull(folder, "not within the project");
  }
}
