package chat.infra.system;

import chat.infra.openid.OpenIdProvider;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A whole system, started with {@code ./chat up} on ports of its own. */
public final class ChatSystem implements AutoCloseable {

  /**
   * All ports of the system are below those that systems give to outgoing connections, and none of
   * them is one of another place that may be taken.
   */
  private static final int FIRST_PORT = 18_380;

  private static final int PORT_STEP = 20;
  private static final int PLACES = 5;

  /** The key of a service that may do everything, in calls of the API for servers. */
  public static final String SERVICE_KEY = Backend.KEY;

  /** Where pages come from that are not a gateway's own and may call gateways. */
  public static final String FOREIGN_ORIGIN = "http://localhost:5173";

  /** The maximum number of sockets of one address at a gateway. */
  static final int SOCKETS_PER_ADDRESS = 200;

  /** The maximum number of edits of a message. */
  static final int MAX_EDITS = 10;

  /** The maximum number of reactions to a message, of all users and emojis. */
  static final int MAX_REACTIONS = 25;

  private static final int STOP_SECONDS = 60;
  private static final Duration BUSY = Duration.ofSeconds(60);
  private static final String FIRST_COMPILER = "-XX:TieredStopAtLevel=1";
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Collector collector = new Collector();
  private final OpenIdProvider provider = new OpenIdProvider();
  private final Path root;
  private final Path data;
  private final Map<String, String> settings;
  private final List<String> said = new CopyOnWriteArrayList<>();
  private @Nullable Process up;
  private int port = FIRST_PORT;

  /** A system that does not run yet, with its data in the target folder of the tests' module. */
  public ChatSystem() {
    this(Path.of("target/data"), Map.of());
  }

  /**
   * The same with its data elsewhere.
   *
   * @param settings further settings, by the names of environment variables
   */
  ChatSystem(Path data, Map<String, String> settings) {
    this.root = root();
    this.data = data.toAbsolutePath();
    this.settings = settings;
  }

  /** The public address of a gateway, counted from 1. */
  public URI gateway(int number) {
    return URI.create("http://127.0.0.1:" + (port + number - 1));
  }

  /** The directory with its data. */
  Path data() {
    return data;
  }

  /** The collector that gets the traces of tests. */
  Collector collector() {
    return collector;
  }

  /** The provider whose tokens are good beside the system's own. */
  public OpenIdProvider provider() {
    return provider;
  }

  /** The broker's address. */
  public String kafka() {
    return "127.0.0.1:" + (port - 8080 + 9092);
  }

  /** The address of the S3 service. */
  public URI s3() {
    return URI.create("http://127.0.0.1:" + (port - 8080 + 9000));
  }

  /** The path of a file with a secret of the system. */
  String secret(String name) {
    return data.resolve("secrets").resolve(name).toString();
  }

  /** A session in the keyspace of the system. */
  CqlSession tables() {
    return CqlSession.builder()
        .addContactPoint(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port - 8080 + 9042))
        .withLocalDatacenter("datacenter1")
        .withKeyspace("chat")
        .withConfigLoader(
            DriverConfigLoader.programmaticBuilder()
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, BUSY)
                .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, BUSY)
                .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, BUSY)
                .build())
        .build();
  }

  /**
   * Runs {@code ./chat up} until it says that it is ready; elsewhere if its ports are taken. One
   * system starts at a time: two that look for free ports at once would find the same.
   */
  public void up(String... options) {
    try {
      Path target = Files.createDirectories(root.resolve("target"));
      try (FileChannel starts =
          FileChannel.open(
              target.resolve("system-starts"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE)) {
        starts.lock();
        upAlone(options);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void upAlone(String... options) {
    while (!isUp(options)) {
      port += PORT_STEP;
      if (port >= FIRST_PORT + PLACES * PORT_STEP) {
        throw new AssertionError("./chat up ended:\n" + String.join("\n", said));
      }
    }
  }

  private boolean isUp(String... options) {
    List<String> command = command("up", "--port", String.valueOf(port));
    command.addAll(List.of(options));
    try {
      Process process = start(command);
      if (becomesReady(process)) {
        up = process;
        return true;
      }
      if (!said.isEmpty() && said.get(said.size() - 1).endsWith(" is taken")) {
        return false;
      }
      throw new AssertionError("./chat up ended:\n" + String.join("\n", said));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs {@code ./chat down}. */
  void down() {
    run("down");
    Process process = up;
    if (process != null) {
      await(process);
    }
    up = null;
  }

  /** Runs a command of {@code ./chat} to its end, which must be successful. */
  public String run(String... arguments) {
    try {
      Process process = start(command(arguments));
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      await(process);
      if (process.exitValue() != 0) {
        throw new AssertionError("./chat " + String.join(" ", arguments) + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops a part, as an operator's tools do, and waits until its process is gone. */
  void terminate(String part) {
    ProcessHandle process = process(part);
    process.destroy();
    process.onExit().orTimeout(STOP_SECONDS, TimeUnit.SECONDS).join();
  }

  /** Sends a signal to a part, by its name without {@code SIG}. */
  void signal(String part, String signal) {
    try {
      await(new ProcessBuilder("kill", "-" + signal, "" + process(part).pid()).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The process of a part. */
  ProcessHandle process(String part) {
    return JSON.readTree(run("status", "--json"))
        .valueStream()
        .filter(status -> part.equals(status.path("part").stringValue()))
        .map(status -> ProcessHandle.of(status.path("pid").longValue()).orElseThrow())
        .findFirst()
        .orElseThrow();
  }

  /** Deletes the data of a part that doesn't run. */
  void forget(String part) {
    try (Stream<Path> kept = Files.walk(data.resolve(part))) {
      for (Path path : kept.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
      Files.createDirectory(data.resolve(part));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The launcher's output so far, line by line. */
  List<String> said() {
    return List.copyOf(said);
  }

  @Override
  public void close() {
    if (up != null) {
      down();
    }
    collector.close();
    provider.close();
  }

  /**
   * The build that runs this test has built everything; a second build inside it would disturb it.
   * The tests are too short for the JVM's second compiler.
   */
  private Process start(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("CHAT_BUILD", "skip");
    builder.environment().put("CHAT_CLASS_ARCHIVES", "false");
    builder.environment().put("CHAT_UPLOAD_SERVICE_JAVA_OPTS", FIRST_COMPILER);
    // On a busy machine the log and the tables are slow, not away.
    builder.environment().put("CHAT_GATEWAY_HISTORY_TIMEOUT", "10s");
    builder.environment().put("SPRING_CASSANDRA_REQUEST_TIMEOUT", "20s");
    builder.environment().put("CHAT_TRACING_ENDPOINT", collector.address().toString());
    builder.environment().put("CHAT_TRACING_RATIO", "0");
    builder.environment().put("CHAT_AUTH_ISSUERS_0_ISSUER", provider.issuer());
    builder.environment().put("CHAT_AUTH_ISSUERS_0_AUDIENCE", "chat");
    builder.environment().put("CHAT_AUTH_ISSUERS_0_CLIENTID", "page");
    builder.environment().put("CHAT_AUTH_ISSUERS_0_TOKENENDPOINT", provider.tokenEndpoint());
    builder.environment().put("CHAT_WEB_ALLOWED_ORIGINS", FOREIGN_ORIGIN);
    Backend.configure(builder.environment());
    // Few rooms stay in memory: results must not depend on which.
    builder.environment().put("CHAT_ROOMS_CACHED_MEMBERS", "100");
    // Tests name the address that they come from.
    builder.environment().put("CHAT_WEB_TRUSTED_PROXIES", "127.0.0.0/8");
    String perAddress = Integer.toString(SOCKETS_PER_ADDRESS);
    builder.environment().put("CHAT_GATEWAY_SOCKET_LIMITS_PER_ADDRESS", perAddress);
    // Most tests register accounts, and only the flood of logins is about the cost of a hash.
    builder.environment().put("CHAT_ACCOUNT_PASSWORD_COST", "4");
    // Bounds that tests reach quickly.
    builder.environment().put("CHAT_GATEWAY_INTAKE_MAX_EDITS", Integer.toString(MAX_EDITS));
    builder.environment().put("CHAT_GATEWAY_REACTIONS_MAX_TOTAL", Integer.toString(MAX_REACTIONS));
    // Tests send faster than people.
    for (String limit : List.of("SEND_USER", "SEND_USER_ROOM", "CHANGE_USER", "CHANGE_USER_ROOM")) {
      builder.environment().put("CHAT_LIMITS_" + limit, "2000/40s");
    }
    builder.environment().putAll(settings);
    return builder.start();
  }

  private List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(root.resolve("chat").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("--data", data.toString()));
    return command;
  }

  private boolean becomesReady(Process process) throws IOException {
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      said.add(line);
      if (line.startsWith("ready: ")) {
        Thread drain = new Thread(() -> output.lines().forEach(said::add), "chat-up-output");
        drain.setDaemon(true);
        drain.start();
        return true;
      }
    }
    return false;
  }

  private static void await(Process process) {
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("./chat did not end in " + STOP_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The folder of the whole project. */
  public static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
    }
    return Objects.requireNonNull(folder, "not within the project");
  }
}
