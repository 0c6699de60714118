package chat.infra.devstack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Processes that outlived their launcher.
 *
 * <p>They are found by the data directory on their command lines and not by recorded process ids:
 * an id may belong to another process by now, and a launcher that is killed before it records one
 * would leave a process behind.
 */
final class Leftovers {
  /** The programs of parts; the shell is there until it becomes the part. */
  private static final Set<String> PROGRAMS = Set.of("java", "sh", "dash", "bash");

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long TICK_MILLIS = 20;

  private Leftovers() {}

  /**
   * Ends those of a data directory whose lock the caller holds, so that none of them has a living
   * launcher.
   *
   * @return their number
   */
  static int end(DataDirectory data) throws InterruptedException {
    List<ProcessHandle> found = of(data);
    found.forEach(ProcessHandle::destroy);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    // Checked again instead of awaited one by one: a zombie without a parent that reaps it never
    // counts as ended.
    while (!of(data).isEmpty()) {
      if (System.nanoTime() > deadline) {
        of(data).forEach(ProcessHandle::destroyForcibly);
      }
      Thread.sleep(TICK_MILLIS);
    }
    return found.size();
  }

  private static List<ProcessHandle> of(DataDirectory data) {
    return ProcessHandle.allProcesses().filter(process -> belongsTo(data, process)).toList();
  }

  private static boolean belongsTo(DataDirectory data, ProcessHandle process) {
    List<String> arguments = List.of(process.info().arguments().orElse(new String[0]));
    String program = process.info().command().map(Leftovers::fileName).orElse("");
    return program.startsWith("redis-server")
        ? arguments.stream().anyMatch(argument -> isRedisOf(data, argument))
        : PROGRAMS.contains(program) && arguments.contains(data.mark());
  }

  /** Whether an argument is the settings file of a Redis server of a data directory. */
  static boolean isRedisOf(DataDirectory data, String argument) {
    String settings = data.run().resolve("redis").toString();
    return argument.startsWith(settings) && argument.endsWith(".conf");
  }

  /** Empty for a root: a process in a container may show that as its command. */
  static String fileName(String path) {
    return Objects.toString(Path.of(path).getFileName(), "");
  }
}
