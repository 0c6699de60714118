package chat.infra.prove.fault;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs a part that was running with a clock that is wrong, by the library libfaketime of Debian.
 * Waits and time-outs are right, as they are where a wrong clock is set.
 */
final class WrongClock {

  private static final Path LIBRARIES = Path.of("/usr/lib");
  private static final String LIBRARY = "libfaketimeMT.so.1";
  private static final int DEPTH = 4;
  private static final int ANSWER_MILLIS = 2_000;

  private final List<String> command;
  private final List<String> environment;
  private final File directory;
  private @Nullable Process running;

  /** Remembers how a part was started, while it runs. */
  WrongClock(long pid) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    this.command = words(process.resolve("cmdline"));
    this.environment = words(process.resolve("environ"));
    this.directory = process.resolve("cwd").toRealPath().toFile();
  }

  private static List<String> words(Path file) throws IOException {
    String all = Files.readString(file, StandardCharsets.UTF_8);
    return List.of(all.substring(0, Math.max(0, all.length() - 1)).split("\0", -1));
  }

  /**
   * Starts the part, after its end; returns when it accepts connections.
   *
   * @param port that it opens when it is ready to work
   * @param log file for its output
   */
  void start(Duration ahead, int port, Path log, Duration patience)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Map<String, String> variables = builder.environment();
    variables.clear();
    for (String variable : environment) {
      int equals = variable.indexOf('=');
      variables.put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    variables.put("LD_PRELOAD", library().toString());
    variables.put("FAKETIME", (ahead.isNegative() ? "" : "+") + ahead.toSeconds() + "s");
    variables.put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    variables.put("DONT_FAKE_MONOTONIC", "1");
    Process process = builder.start();
    running = process;
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "wrong-clock-end"));
    long deadline = System.nanoTime() + patience.toNanos();
    while (!accepts(port)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        process.destroyForcibly();
        throw new IOException("with a wrong clock a part does not start, see " + log);
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static Path library() throws IOException {
    List<Path> found = new ArrayList<>();
    try (var files =
        Files.find(LIBRARIES, DEPTH, (file, of) -> file.getFileName().toString().equals(LIBRARY))) {
      files.forEach(found::add);
    }
    if (found.isEmpty()) {
      throw new IOException(LIBRARY + " is missing (expected: the package libfaketime of Debian)");
    }
    return found.get(0);
  }

  /** Ends the part in order, and waits for that. */
  void stop(Duration patience) throws InterruptedException {
    Process process = running;
    if (process != null) {
      process.destroy();
      if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        process.waitFor();
      }
    }
  }
}
