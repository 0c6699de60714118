package chat.infra.prove.fault;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The processes of an installation that {@code ./chat up} runs on this machine. */
public final class Parts {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** A broker that can't write notices within seconds. */
  private static final Duration DYING = Duration.ofSeconds(20);

  private static final String BROKER = "kafka";
  private static final String LIMIT = "prlimit";
  private static final int SMALL_FILE = 4096;

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

  /** The process of each part that runs. */
  public Map<String, Long> processes() throws IOException, InterruptedException {
    return statuses().stream()
        .filter(status -> status.pid() > 0)
        .collect(Collectors.toMap(Status::part, Status::pid));
  }

  /** The installation's directory. */
  public Path data() {
    return data;
  }

  /** Ends a part hard. */
  void kill(String part) throws IOException, InterruptedException {
    run("kill", part);
  }

  /** Starts a part, and returns when it is ready. */
  void start(String part) throws IOException, InterruptedException {
    run("start", part);
  }

  /**
   * Starts parts, and returns when all are ready: brokers at once, as one of several is ready only
   * with others, and then each other part.
   */
  void start(List<String> names) throws IOException, InterruptedException {
    startAtOnce(names.stream().filter(name -> name.startsWith(BROKER)).toList());
    for (String name : names) {
      if (!name.startsWith(BROKER)) {
        start(name);
      }
    }
  }

  private void startAtOnce(List<String> names) throws IOException, InterruptedException {
    List<Callable<String>> starts =
        names.stream().<Callable<String>>map(name -> () -> run("start", name)).toList();
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      for (Future<String> start : threads.invokeAll(starts)) {
        var unused = start.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
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

  /** Whether this machine has the program {@code prlimit} of Linux. */
  public static boolean limitsFiles() {
    return Clocks.onPath(LIMIT);
  }

  /**
   * Makes all writes of a part beyond the first kilobytes of a file fail from now on, by a limit of
   * its process. Needs the program {@code prlimit} of Linux.
   */
  void limitFiles(String part) throws IOException, InterruptedException {
    await(
        new ProcessBuilder(LIMIT, "--pid=" + status(part).pid(), "--fsize=" + SMALL_FILE + ":")
            .redirectErrorStream(true)
            .start());
  }

  /**
   * Lets a part write again, by another process: a broker without a disk ends. One that does not is
   * killed, as it would not look at its disk again.
   */
  void unlimitFiles(String part) throws IOException, InterruptedException {
    long pid = status(part).pid();
    Optional<ProcessHandle> process = pid > 0 ? ProcessHandle.of(pid) : Optional.empty();
    if (process.isPresent() && !ends(process.get(), DYING)) {
      process.get().destroyForcibly();
      if (!ends(process.get(), PATIENCE)) {
        throw new IOException(part + " does not end");
      }
    }
    start(part);
  }

  private static boolean ends(ProcessHandle process, Duration patience)
      throws InterruptedException {
    try {
      process.onExit().get(patience.toSeconds(), TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  /** Deletes everything that Redis holds. */
  void emptyRedis() throws IOException, InterruptedException {
    if (!askRedis("FLUSHALL").startsWith("+")) {
      throw new IOException("redis refused FLUSHALL");
    }
  }

  /** The number of keys in Redis. */
  public long redisKeys() throws IOException, InterruptedException {
    String answer = askRedis("DBSIZE");
    if (!answer.matches(":[0-9]+")) {
      throw new IOException("redis answered " + answer);
    }
    return Long.parseLong(answer.substring(1));
  }

  private String askRedis(String command) throws IOException, InterruptedException {
    int port = status("redis").port();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      BufferedReader answer =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      return String.valueOf(answer.readLine());
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
