package chat.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Processes of other servers, each of which prints {@code ready} or {@code serving} when it is. */
final class PeerTarget implements Target {

  /** The name of the process that passes messages between servers. */
  static final String REDIS = "redis";

  private static final Pattern READY =
      Pattern.compile("\\b(ready|serving)\\b", Pattern.CASE_INSENSITIVE);
  private static final long STOP_SECONDS = 10;

  private final String name;
  private final Dialect dialect;
  private final boolean acknowledges;
  private final List<InetSocketAddress> addresses = new ArrayList<>();
  private final List<Process> processes = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  /** Starts without processes. */
  PeerTarget(String name, Dialect dialect, boolean acknowledges) {
    this.name = name;
    this.dialect = dialect;
    this.acknowledges = acknowledges;
  }

  /** Starts a process without client sockets that others need. */
  PeerTarget behind(String part, ProcessBuilder builder) throws IOException {
    names.add(part);
    start(builder);
    return this;
  }

  /** Starts a process that accepts client sockets on a port of this machine. */
  PeerTarget with(int port, ProcessBuilder builder) throws IOException {
    addresses.add(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    names.add(SOCKET_SERVER + "-" + addresses.size());
    start(builder);
    return this;
  }

  /** A JVM with this process's class path. */
  static ProcessBuilder java(String mainClass, int port) {
    return new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx384m",
        "-XX:+UseSerialGC",
        "-cp",
        System.getProperty("java.class.path"),
        mainClass,
        Integer.toString(port));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<InetSocketAddress> addresses() {
    return addresses;
  }

  @Override
  public Dialect dialect() {
    return dialect;
  }

  @Override
  public ServerProcesses servers() {
    return new ServerProcesses(names, processes.stream().map(Process::pid).toList());
  }

  @Override
  public String broker() {
    return REDIS;
  }

  @Override
  public boolean acknowledges() {
    return acknowledges;
  }

  @Override
  public void close() {
    processes.forEach(Process::destroy);
    for (Process process : processes) {
      if (!Stopping.in(STOP_SECONDS, process)) {
        process.destroyForcibly();
      }
    }
  }

  private void start(ProcessBuilder builder) throws IOException {
    Process process = builder.redirectErrorStream(true).start();
    processes.add(process);
    StringBuilder said = new StringBuilder();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      said.append(line).append('\n');
      if (READY.matcher(line).find()) {
        Thread drain = new Thread(() -> drain(output), name + "-output");
        drain.setDaemon(true);
        drain.start();
        return;
      }
    }
    close();
    throw new IOException(name + " ended:\n" + said);
  }

  private static void drain(BufferedReader output) {
    try {
      output.transferTo(Writer.nullWriter());
    } catch (IOException e) {
      // Its process has ended.
    }
  }
}
