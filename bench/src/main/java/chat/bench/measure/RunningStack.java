package chat.bench.measure;

import chat.infra.devstack.ChatProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The whole system as {@code ./chat up} runs it, on separate ports and data. */
public final class RunningStack implements AutoCloseable {

  private final int port;
  private final ChatProcess up;

  /**
   * Starts an empty system and waits until it is ready.
   *
   * @param environment of its processes
   */
  public RunningStack(int port, int gateways, Map<String, String> environment) throws IOException {
    this.port = port;
    Path root = root();
    this.up =
        ChatProcess.start(
            root.resolve("chat"),
            root.resolve("bench/target/data"),
            List.of("--port=" + port, "--gateways=" + gateways),
            environment);
  }

  /** The public address of a gateway, counted from 1. */
  public URI gateway(int number) {
    return URI.create("http://127.0.0.1:" + (port + number - 1));
  }

  /** The process of a part, for its processor time and memory. */
  public ProcessHandle part(String name) {
    return up.part(name);
  }

  @Override
  public void close() throws IOException {
    up.close();
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
    }
    return Objects.requireNonNull(folder, "not within the project");
  }
}
