package chat.infra.prove.fault;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The processes of an installation that {@code ./chat up} runs on this machine. */
public final class Parts {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final byte[] FLUSH = "FLUSHALL\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Path chat;
  private final Path data;

  /**
   * The parts of an instance.
   *
   * @param chat the script
   * @param data the instance's data directory
   */
  public Parts(Path chat, Path data) {
    this.chat = chat;
    this.data = data;
  }

  /** A part that runs. */
  private record Status(String part, long pid, int port) {}

  /** The names of all parts. */
  public List<String> names() throws IOException, InterruptedException {
    return statuses().stream().map(Status::part).toList();
  }

  private List<Status> statuses() throws IOException, InterruptedException {
    List<Status> statuses = new ArrayList<>();
    for (JsonNode part : JsonMapper.shared().readTree(run("status", "--json"))) {
      statuses.add(
          new Status(
              part.path("part").stringValue(),
              part.path("pid").longValue(0),
              part.path("port").intValue(0)));
    }
    return statuses;
  }

  private Status status(String part) throws IOException, InterruptedException {
    return statuses().stream()
        .filter(status -> status.part().equals(part))
        .findFirst()
        .orElseThrow(() -> new IOException("no part " + part));
  }

  /** Ends a part hard. */
  void kill(String part) throws IOException, InterruptedException {
    run("kill", part);
  }

  /** Starts a part, and returns when it is ready. */
  void start(String part) throws IOException, InterruptedException {
    run("start", part);
  }

  /** Asks a part to end, and waits until it has. */
  void terminate(String part) throws IOException, InterruptedException {
    ProcessHandle process =
        ProcessHandle.of(status(part).pid())
            .orElseThrow(() -> new IOException(part + " is not running"));
    process.destroy();
    process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** Sends signals to parts, by name without {@code SIG}. */
  void signal(String signal, List<String> parts) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
    for (Status status : statuses()) {
      if (parts.contains(status.part()) && status.pid() > 0) {
        command.add(Long.toString(status.pid()));
      }
    }
    await(new ProcessBuilder(command).start());
  }

  /** Deletes everything that Redis holds. */
  void emptyRedis() throws IOException, InterruptedException {
    int port = status("redis").port();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write(FLUSH);
      if (socket.getInputStream().read() != '+') {
        throw new IOException("redis refused FLUSHALL");
      }
    }
  }

  private String run(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(chat.toString());
    command.addAll(List.of(words));
    command.addAll(List.of("--data", data.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("CHAT_BUILD", "skip");
    return await(builder.start());
  }

  private static String await(Process process) throws IOException, InterruptedException {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("no end after " + PATIENCE);
    }
    if (process.exitValue() != 0) {
      throw new IOException(output);
    }
    return output;
  }
}
