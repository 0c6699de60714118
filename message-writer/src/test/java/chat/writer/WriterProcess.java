package chat.writer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A writer in a process of its own, so that it can be stopped as a whole. */
final class WriterProcess implements AutoCloseable {

  private static final String HEAP = "192m";

  private final Process process;

  /** One with the heap that {@code ./chat up} gives it. */
  WriterProcess(String... arguments) throws Exception {
    this(HEAP, List.of(arguments));
  }

  /**
   * One with another heap.
   *
   * @param heap as {@code -Xmx} takes it
   */
  static WriterProcess ofHeap(String heap, String... arguments) throws Exception {
    return new WriterProcess(heap, List.of(arguments));
  }

  private WriterProcess(String heap, List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(String.join(File.separator, System.getProperty("java.home"), "bin", "java"));
    command.addAll(List.of("-Xmx" + heap, "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(WriterApplication.class.getName());
    command.addAll(arguments);
    this.process = new ProcessBuilder(command).inheritIO().start();
  }

  void signal(String name) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(kill.exitValue()).isZero();
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
