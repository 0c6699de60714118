package chat.infra.devstack;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The backends of one process: a separate launcher that ends with it, in a directory named after
 * it. A Redis Cluster has a launcher of its own.
 */
final class SharedBackends {
  /** Keeps all ports below the range of outgoing connections. */
  private static final int FIRST_PORT = 21_080;

  private static final int PORT_STEP = 200;
  private static final int CANDIDATES = 10;
  private static final long TICK_MILLIS = 50;
  private static final String DATA = "data";
  private static final String CLUSTER_DATA = "redis-cluster";

  private final Home home;
  private final ProcessHandle owner;
  private final List<String> needed;
  private final int redisServers;
  private final Path all;
  private int launches;

  SharedBackends(Home home, ProcessHandle owner, List<String> needed) {
    this(home, owner, needed, 1);
  }

  /**
   * Backends beside the others of the process.
   *
   * @param redisServers number of Redis servers; several are a cluster
   */
  SharedBackends(Home home, ProcessHandle owner, List<String> needed, int redisServers) {
    this.home = home;
    this.owner = owner;
    this.needed = List.copyOf(needed);
    this.redisServers = redisServers;
    this.all = home.root().resolve("target/backends");
  }

  Backends get() {
    return Backends.of(parts(), Secrets.of(existing().orElseThrow()));
  }

  /** The parts, all ready. */
  List<Status> parts() {
    try {
      Optional<List<Status>> running = running();
      return running.isPresent() ? running.get() : startAlone();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends the launcher a command about a part, and returns when it is carried out. */
  void command(String command, String part) {
    try {
      Control.read(existing().orElseThrow()).orElseThrow().ask(command, part);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<DataDirectory> existing() {
    return DataDirectory.existing(data());
  }

  /** One at a time, because two that look for free ports at the same time would find the same. */
  private List<Status> startAlone() throws IOException {
    Files.createDirectories(directory());
    try (FileChannel lock = open(all.resolve("lock"))) {
      lock.lock();
      return running().or(this::start).orElseThrow();
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /** The running backends, if all of them are ready. */
  private Optional<List<Status>> running() {
    return existing()
        .map(SharedBackends::statuses)
        .filter(statuses -> !statuses.isEmpty() && statuses.stream().allMatch(Status::isReady));
  }

  private static List<Status> statuses(DataDirectory data) {
    try {
      Optional<Control> control = Control.read(data);
      return control.isEmpty()
          ? List.of()
          : control.get().ask("status", "").stream().map(Status::decode).toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private Optional<List<Status>> start() {
    try {
      deleteThoseOfEndedOwners();
      Process launcher = launch();
      Optional<List<Status>> backends = running();
      while (backends.isEmpty()) {
        if (!launcher.isAlive()) {
          launcher = launchElsewhere();
        }
        Thread.sleep(TICK_MILLIS);
        backends = running();
      }
      return backends;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Uses other ports when another process was quicker to open a free one. */
  private Process launchElsewhere() throws IOException {
    String said = Files.readString(log());
    launches++;
    if (launches > CANDIDATES || !namesTakenPort(said)) {
      throw new IllegalStateException("no backends: " + said);
    }
    return launch();
  }

  /** Says the launcher, or a server that it started when the port was still free. */
  private static boolean namesTakenPort(String said) {
    return said.contains(" is taken") || said.contains("Address already in use");
  }

  private Process launch() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            JavaCommand.javaProgram(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx64m",
            "-cp",
            Home.code().toString(),
            Launcher.class.getName(),
            "up",
            "--backends-only",
            "--fresh",
            "--data=" + data(),
            "--port=" + freePort(),
            "--redis=" + redisServers,
            "--until-exit=" + owner.pid());
    builder.environment().put(Up.BACKENDS, String.join(",", needed));
    return builder
        .redirectInput(new File("/dev/null"))
        .redirectErrorStream(true)
        .redirectOutput(log().toFile())
        .directory(home.root().toFile())
        .start();
  }

  /** Processes that look at the same time begin at different ports. */
  private int freePort() {
    int first = (int) (owner.pid() % CANDIDATES);
    return IntStream.range(0, CANDIDATES)
        .map(i -> FIRST_PORT + (first + i) % CANDIDATES * PORT_STEP)
        .filter(
            port ->
                new Shape(port, 1, 1, redisServers, true).backendPorts().allMatch(Machine::isFree))
        .findFirst()
        .orElseThrow(() -> new Failure("no free ports for the backends of the tests"));
  }

  private void deleteThoseOfEndedOwners() throws IOException {
    try (Stream<Path> directories = Files.list(all)) {
      for (Path directory : directories.filter(SharedBackends::isOfEndedOwner).toList()) {
        deleteIfEnded(directory);
      }
    }
  }

  /** Servers end somewhat later than their owner, and write and delete files until then. */
  private static void deleteIfEnded(Path directory) throws IOException {
    List<DataDirectory> data =
        Stream.of(DATA, CLUSTER_DATA)
            .flatMap(name -> DataDirectory.existing(directory.resolve(name)).stream())
            .filter(found -> Files.isDirectory(found.run()))
            .toList();
    List<FileLock> locks = data.stream().flatMap(found -> found.lock().stream()).toList();
    try {
      if (locks.size() == data.size()) {
        DataDirectory.deleteTree(directory);
      }
    } finally {
      locks.forEach(DataDirectory::release);
    }
  }

  private static boolean isOfEndedOwner(Path directory) {
    return Files.isDirectory(directory)
        && ProcessHandle.of(Long.parseLong(directory.getFileName().toString())).isEmpty();
  }

  private Path directory() {
    return all.resolve(Long.toString(owner.pid()));
  }

  private Path data() {
    return directory().resolve(redisServers == 1 ? DATA : CLUSTER_DATA);
  }

  private Path log() {
    return directory().resolve(redisServers == 1 ? "launcher.log" : "redis-cluster.log");
  }
}
