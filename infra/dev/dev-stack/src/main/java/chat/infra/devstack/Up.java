package chat.infra.devstack;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The command <code>up</code>: an instance from its start to its end. */
final class Up {
  private static final Duration LOCK_PATIENCE = Duration.ofSeconds(2);
  private static final long LOCK_TICK_MILLIS = 50;
  static final Path OUTGOING_PORTS = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

  /** Names the backends to start, for tests that need only some of them. */
  static final String BACKENDS = "CHAT_BACKENDS";

  private final Arguments arguments;
  private final Home home;
  private final Console console;
  // Kept in a field so that it is not garbage collected, which would release it.
  private @Nullable FileLock lock;
  // Read when this process ends.
  private volatile boolean started;

  Up(Arguments arguments, Home home, Console console) {
    this.arguments = arguments;
    this.home = home;
    this.console = console;
  }

  /** Runs until the stack is stopped; this process ends with it. */
  void run() throws IOException, InterruptedException {
    DataDirectory data = DataDirectory.open(arguments.data());
    lock(data);
    if (arguments.fresh()) {
      data.clear();
    }
    Shape shape = arguments.shape();
    requireItsBrokers(data, shape);
    Machine.requireMemory(shape);
    boolean throwaway = arguments.untilExit() > 0;
    boolean records = !throwaway && !"false".equals(System.getenv("CHAT_CLASS_ARCHIVES"));
    ClassArchives archives = new ClassArchives(home.classArchives(), records);
    List<Part> parts = parts(data, shape, archives);
    Machine.requirePorts(parts);
    Machine.warnOfOutgoing(parts, shape, OUTGOING_PORTS).ifPresent(console::note);
    Stack stack = new Stack(parts, data, console, Stack.Patience.DEFAULT);
    Status.remember(data, stack.statuses());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stack, data, archives), "stop"));
    exitWithOwner();
    ControlServer.open(stack, data);
    start(stack, shape);
  }

  /** Makes this process the only one that runs a stack in that directory. */
  private void lock(DataDirectory data) throws InterruptedException {
    long deadline = System.nanoTime() + LOCK_PATIENCE.toNanos();
    // Another command may hold the lock for a moment, to end left-over processes.
    while ((lock = data.lock().orElse(null)) == null) {
      if (System.nanoTime() > deadline) {
        throw new Failure("another ./chat up is running on " + data.root());
      }
      Thread.sleep(LOCK_TICK_MILLIS);
    }
    int ended = Leftovers.end(data);
    if (ended > 0) {
      console.note("ended " + ended + " processes that a killed launcher had left");
    }
  }

  /** The log of one broker is not that of several; both would be the truth. */
  private static void requireItsBrokers(DataDirectory data, Shape shape) {
    String others = shape.brokers() == 1 ? "kafka-1" : "kafka";
    if (Files.exists(data.of(others))) {
      throw new Failure(
          "--brokers: %d (expected: as many as %s was made with, or --fresh)"
              .formatted(shape.brokers(), data.root()));
    }
  }

  private List<Part> parts(DataDirectory data, Shape shape, ClassArchives archives) {
    Secrets secrets = Secrets.of(data);
    boolean throwaway = arguments.untilExit() > 0;
    List<Part> parts =
        new BackendParts(home, data, shape, secrets, archives, throwaway)
            .all().stream().filter(Up::isWanted).collect(Collectors.toCollection(ArrayList::new));
    if (!shape.backendsOnly()) {
      parts.addAll(new ServiceParts(home, data, shape, secrets, archives).all());
    }
    return parts;
  }

  private static boolean isWanted(Part backend) {
    String wanted = System.getenv().getOrDefault(BACKENDS, backend.name());
    return List.of(wanted.split(",")).contains(backend.name());
  }

  private void exitWithOwner() {
    if (arguments.untilExit() > 0) {
      ProcessHandle owner =
          ProcessHandle.of(arguments.untilExit())
              .orElseThrow(() -> new Failure("--until-exit: no process " + arguments.untilExit()));
      Thread thread = new Thread(() -> exitAfter(owner), "until-exit");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void exitAfter(ProcessHandle owner) {
    owner.onExit().join();
    System.exit(0);
  }

  private void start(Stack stack, Shape shape) throws InterruptedException {
    try {
      if (stack.startAll()) {
        started = true;
        console.line(
            shape.backendsOnly() ? "ready: backends" : "ready: http://localhost:" + shape.port());
        stack.watch();
      }
    } catch (Failure failure) {
      if (!stack.isStopping()) {
        throw failure;
      }
    }
  }

  /** Runs at the end of this process, caused by a signal, a failure or a command. */
  private void stop(Stack stack, DataDirectory data, ClassArchives archives) {
    try {
      stack.stop();
      Control.delete(data);
      console.line("stopped");
      archives.publish(started);
    } catch (IOException e) {
      console.note("the next start has no archives of classes: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
