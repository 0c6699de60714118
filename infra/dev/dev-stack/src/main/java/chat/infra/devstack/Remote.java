package chat.infra.devstack;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The commands about an instance of another process, running or stopped. */
final class Remote {
  /** Longer than a stack takes to stop if every part has to be killed. */
  private static final Duration DOWN_PATIENCE = Duration.ofSeconds(100);

  private static final long TICK_MILLIS = 50;

  private final Path path;
  private final Console console;

  Remote(Path path, Console console) {
    this.path = path;
    this.console = console;
  }

  /** The state of each part; all are stopped if nothing runs. */
  List<Status> status() throws InterruptedException {
    Optional<DataDirectory> data = DataDirectory.existing(path);
    if (data.isPresent() && !endLeftovers(data.get())) {
      try {
        return ask(data.get(), "status", "").stream().map(Status::decode).toList();
      } catch (IOException e) {
        throw new Failure("the ./chat up on " + path + " does not answer: " + e.getMessage());
      }
    }
    return data.map(Status::lastStopped).orElse(List.of());
  }

  /** Kills or starts a part. */
  void command(String command, String part) throws InterruptedException {
    Optional<DataDirectory> data = DataDirectory.existing(path);
    if (data.isEmpty() || endLeftovers(data.get())) {
      throw new Failure("no ./chat up is running on " + path);
    }
    try {
      ask(data.get(), command, part);
    } catch (IOException e) {
      throw new Failure("the ./chat up on " + path + " ended meanwhile");
    }
  }

  /** Stops the instance and waits until all of its processes have ended. */
  void down() throws InterruptedException {
    Optional<DataDirectory> data = DataDirectory.existing(path);
    if (data.isEmpty() || endLeftovers(data.get())) {
      console.line("nothing is running on " + path);
      return;
    }
    try {
      ask(data.get(), "down", "");
    } catch (IOException e) {
      // It is stopping already, or hung: it gets a signal below.
      launcher(data.get()).ifPresent(ProcessHandle::destroy);
    }
    long deadline = System.nanoTime() + DOWN_PATIENCE.toNanos();
    while (!endLeftovers(data.get())) {
      if (System.nanoTime() > deadline) {
        launcher(data.get()).ifPresent(ProcessHandle::destroyForcibly);
      }
      Thread.sleep(TICK_MILLIS);
    }
    console.line("stopped");
  }

  /**
   * Ends the processes of a dead launcher.
   *
   * @return false if the launcher is alive
   */
  private boolean endLeftovers(DataDirectory data) throws InterruptedException {
    Optional<FileLock> lock = data.lock();
    if (lock.isEmpty()) {
      return false;
    }
    try {
      int ended = Leftovers.end(data);
      if (ended > 0) {
        console.note("ended " + ended + " processes that a killed launcher had left");
      }
      return true;
    } finally {
      DataDirectory.release(lock.get());
    }
  }

  private static List<String> ask(DataDirectory data, String command, String part)
      throws IOException {
    Control control = Control.read(data).orElseThrow(() -> new IOException("it is just starting"));
    return control.ask(command, part);
  }

  private static Optional<ProcessHandle> launcher(DataDirectory data) {
    return Control.read(data).map(Control::pid).flatMap(ProcessHandle::of);
  }
}
