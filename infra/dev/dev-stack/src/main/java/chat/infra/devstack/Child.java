package chat.infra.devstack;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One run of a part, from its start to its end. */
final class Child {
  /**
   * Protects a child from signals that a terminal sends to all of its processes (Ctrl-C, a closed
   * window), so that it is stopped in order. The process stays the same one: a JVM keeps ignoring
   * the signals that were ignored when it started.
   */
  private static final List<String> DEAF_TO_THE_TERMINAL =
      List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh");

  private static final int LAST_LINES = 20;

  /** The state of a run. */
  enum State {
    STARTING,
    READY,
    DEGRADED,
    STOPPED
  }

  private final Part part;
  private final Path log;
  private final Process process;
  private final long startedNanos = System.nanoTime();
  // Written by the watching thread, read by those that answer commands.
  private volatile State state = State.STARTING;

  private Child(Part part, Path log, Process process) {
    this.part = part;
    this.log = log;
    this.process = process;
  }

  /** Starts a part with its output in its log file; the previous run's file gets the suffix .1. */
  static Child start(Part part, DataDirectory data) {
    try {
      Path log = data.log(part.name());
      if (Files.exists(log)) {
        Path previous = log.resolveSibling(log.getFileName() + ".1");
        Files.move(log, previous, StandardCopyOption.REPLACE_EXISTING);
      }
      if (part.kind() == Part.Kind.BACKEND) {
        Files.createDirectories(data.of(part.name()));
      }
      part.files().forEach(DataDirectory::writePrivately);
      List<String> command = new ArrayList<>(DEAF_TO_THE_TERMINAL);
      command.addAll(part.command());
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(data.logs().toFile())
              .redirectInput(new File("/dev/null"))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().putAll(part.environment());
      return new Child(part, log, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Part part() {
    return part;
  }

  long pid() {
    return process.pid();
  }

  State state() {
    return isAlive() ? state : State.STOPPED;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Whether it has reached its goal: a task that succeeded, or a server that became ready. */
  boolean isDone() {
    return part.kind() == Part.Kind.TASK
        ? !isAlive() && process.exitValue() == 0
        : state() == State.READY || state() == State.DEGRADED;
  }

  /** Probes it; only one thread may. */
  State probe() {
    if (part.probe().answers()) {
      state = State.READY;
    } else if (state == State.READY) {
      state = State.DEGRADED;
    }
    return state();
  }

  Duration age() {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }

  /** Asks it to end. */
  void stop() {
    process.destroy();
  }

  /** Kills it. */
  void kill() {
    process.destroyForcibly();
  }

  /**
   * Waits for its end.
   *
   * @return whether it ended in time
   */
  boolean awaitEnd(Duration patience) throws InterruptedException {
    return process.waitFor(Math.max(0, patience.toMillis()), TimeUnit.MILLISECONDS);
  }

  /** The reason of its end: its exit code and its last lines. */
  Failure death() {
    return new Failure(
        "%s ended with exit code %d, see %s".formatted(part.name(), process.exitValue(), log),
        lastLines());
  }

  private List<String> lastLines() {
    try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
      List<String> all = lines.toList();
      return all.subList(Math.max(0, all.size() - LAST_LINES), all.size());
    } catch (IOException e) {
      return List.of();
    }
  }
}
