package chat.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicExistsException;
import org.springframework.util.FileSystemUtils;

/**
 * A real cluster of two brokers, whose topics are not replicated: a broker that is stopped leaves
 * its partitions without a leader. Partition p is at broker {@code 1 + p % 2}; the first broker is
 * the controller too.
 */
public final class TwoBrokers {

  /** Partitions of each topic. */
  public static final int PARTITIONS = 6;

  /** The broker that tests stop. */
  public static final int STOPPED = 2;

  /** The partitions that are then without a leader. */
  public static final Set<Integer> ITS_PARTITIONS = Set.of(1, 3, 5);

  private static final int BROKERS = 2;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final Path directory;
  private final List<Integer> ports = new ArrayList<>();
  private final Map<Integer, Process> processes = new ConcurrentHashMap<>();
  private final Admin admin;

  /** One for all tests; ends with the JVM. */
  public static TwoBrokers shared() {
    return Shared.BROKERS;
  }

  private static final class Shared {
    static final TwoBrokers BROKERS = started();

    private static TwoBrokers started() {
      try {
        TwoBrokers brokers = new TwoBrokers();
        Runtime.getRuntime().addShutdownHook(new Thread(brokers::end, "brokers-end"));
        brokers.startAll();
        return brokers;
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private TwoBrokers() throws IOException {
    directory = Files.createTempDirectory("brokers");
    try (Ports free = new Ports(BROKERS + 1)) {
      ports.addAll(free.numbers());
    }
    String cluster = Uuid.randomUuid().toString();
    for (int broker = 1; broker <= BROKERS; broker++) {
      write(broker, cluster);
    }
    admin = Admin.create(Map.of("bootstrap.servers", bootstrap()));
  }

  private void startAll() throws Throwable {
    for (int broker = 1; broker <= BROKERS; broker++) {
      start(broker);
    }
    awaitAll();
  }

  /** A broker that has just started accepts no partitions yet. */
  private void awaitAll() throws Throwable {
    RealLog.eventually(
        () ->
            assertThat(admin.describeCluster().nodes().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
                .hasSize(BROKERS));
  }

  /** Makes a topic unless it is there, with all brokers running. */
  public void make(String topic) throws Throwable {
    start(STOPPED);
    awaitAll();
    NewTopic made =
        new NewTopic(
            topic,
            IntStream.range(0, PARTITIONS)
                .boxed()
                .collect(Collectors.toMap(p -> p, p -> List.of(brokerOf(p)))));
    made.configs(Map.of("message.timestamp.type", "LogAppendTime"));
    try {
      admin.createTopics(List.of(made)).all().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(TopicExistsException.class);
    }
    awaitLeaderless(topic, 0);
  }

  /** The addresses for clients. */
  public String bootstrap() {
    return IntStream.range(0, BROKERS)
        .mapToObj(broker -> "127.0.0.1:" + ports.get(broker))
        .collect(Collectors.joining(","));
  }

  /** The broker of a partition. */
  public static int brokerOf(int partition) {
    return 1 + partition % BROKERS;
  }

  /** Starts a broker that doesn't run. */
  private void start(int broker) {
    if (processes.containsKey(broker)) {
      return;
    }
    try {
      processes.put(
          broker,
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx192m",
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-XX:-UsePerfData",
                  "-cp",
                  classpath(),
                  "kafka.Kafka",
                  properties(broker).toString())
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve(broker + ".log").toFile())
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops a broker cleanly. */
  public void stop(int broker) throws InterruptedException {
    Process process = Objects.requireNonNull(processes.remove(broker));
    process.destroy();
    if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  /** Waits until exactly a number of partitions have no leader. */
  public void awaitLeaderless(String topic, int partitions) throws Throwable {
    RealLog.eventually(() -> assertThat(leaderless(topic)).isEqualTo(partitions));
  }

  private long leaderless(String topic) throws InterruptedException {
    try {
      TopicDescription description =
          admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
      return Objects.requireNonNull(description).partitions().stream()
          .map(TopicPartitionInfo::leader)
          .filter(leader -> leader == null || leader.isEmpty())
          .count();
    } catch (ExecutionException notKnownEverywhereYet) {
      throw new AssertionError(notKnownEverywhereYet);
    }
  }

  private void end() {
    try {
      for (Process process : processes.values()) {
        process.destroyForcibly().waitFor();
      }
      FileSystemUtils.deleteRecursively(directory);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void write(int broker, String cluster) throws IOException {
    boolean first = broker == 1;
    String controller = "127.0.0.1:" + ports.get(BROKERS);
    String listener = "PLAINTEXT://127.0.0.1:" + ports.get(broker - 1);
    Map<String, String> settings = new HashMap<>();
    settings.put("process.roles", first ? "broker,controller" : "broker");
    settings.put("node.id", "" + broker);
    settings.put("controller.quorum.voters", "1@" + controller);
    settings.put("listeners", first ? listener + ",CONTROLLER://" + controller : listener);
    settings.put("advertised.listeners", listener);
    settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("inter.broker.listener.name", "PLAINTEXT");
    settings.put("log.dirs", directory.resolve("" + broker).toString());
    settings.put("broker.session.timeout.ms", "30000");
    settings.put("broker.heartbeat.interval.ms", "1000");
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("offsets.topic.num.partitions", "1");
    settings.put("log.cleaner.dedupe.buffer.size", "4194304");
    Files.createDirectories(directory.resolve("" + broker));
    write(properties(broker), settings);
    write(
        directory.resolve("" + broker).resolve("meta.properties"),
        Map.of(
            "version",
            "1",
            "cluster.id",
            cluster,
            "node.id",
            "" + broker,
            "directory.id",
            Uuid.randomUuid().toString()));
  }

  private static void write(Path file, Map<String, String> settings) throws IOException {
    Files.write(
        file,
        settings.entrySet().stream().map(one -> one.getKey() + "=" + one.getValue()).toList());
  }

  private Path properties(int broker) {
    return directory.resolve(broker + ".properties");
  }

  /** The class path of the development stack's Kafka, written by the build. */
  private static String classpath() throws IOException {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("infra/dev/backends/pom.xml"))) {
      root = Objects.requireNonNull(root.getParent());
    }
    return Files.readString(root.resolve("infra/dev/backends/kafka/target/classpath")).strip();
  }

  /**
   * Different ports that are free now. Systems give none of them to a connection, as they are below
   * 32768: so they stay free until a broker starts.
   */
  private record Ports(List<ServerSocket> sockets) implements AutoCloseable {

    private static final int FIRST = 24_000;

    /** Processes that look at the same time begin at different ports. */
    private static final int PROCESSES = 1_000;

    Ports(int count) throws IOException {
      this(new ArrayList<>());
      int first = FIRST + (int) (ProcessHandle.current().pid() % PROCESSES) * count;
      for (int port = first; sockets.size() < count; port++) {
        try {
          sockets.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
        } catch (BindException taken) {
          // The next one may be free.
        }
      }
    }

    List<Integer> numbers() {
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    }

    @Override
    public void close() throws IOException {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }
}
