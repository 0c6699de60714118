package chat.infra.prove.fault;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The wall clocks of parts, each of which can be wrong. A library that the dynamic linker loads
 * into each JVM adds an offset, which it reads from the part's file. It is compiled for each run.
 */
public final class Clocks {

  private static final String COMPILER = "cc";
  private static final String SOURCE = "clock.c";
  private static final String PROBE = "probe";
  private static final Duration PROBED = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path directory;

  /**
   * The clocks of an installation that is started with {@link #environment}.
   *
   * @param directory for the library and the offsets
   */
  public Clocks(Path directory) {
    this.directory = directory;
  }

  /** Whether this machine can make them wrong: it runs Linux, and has a compiler of C. */
  public static boolean canBeWrong() {
    return System.getProperty("os.name", "").equals("Linux") && onPath(COMPILER);
  }

  /** Whether a program is found by its name. */
  static boolean onPath(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .anyMatch(directory -> new File(directory, program).canExecute());
  }

  /**
   * Compiles the library.
   *
   * @return what the processes of the installation need in their environment
   */
  public Map<String, String> environment() throws IOException, InterruptedException {
    empty();
    Path source = directory.resolve(SOURCE);
    Path library = directory.resolve("clock.so");
    try (InputStream in = Objects.requireNonNull(Clocks.class.getResourceAsStream(SOURCE))) {
      Files.copy(in, source, StandardCopyOption.REPLACE_EXISTING);
    }
    Process compiler =
        new ProcessBuilder(
                COMPILER, "-shared", "-fPIC", "-O2", "-o", library + "", source + "", "-ldl")
            .redirectErrorStream(true)
            .start();
    String output = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!compiler.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || compiler.exitValue() != 0) {
      throw new IOException("%s: %s".formatted(COMPILER, output));
    }
    Map<String, String> environment =
        Map.of("LD_PRELOAD", library.toString(), "CHAT_CLOCKS", directory.toString());
    requireEffect(environment);
    return environment;
  }

  /** Offsets of an earlier run would be those of this one's parts. */
  private void empty() throws IOException {
    Files.createDirectories(directory);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  /** Sets the clock of a process, and looks at what it takes for the time. */
  private void requireEffect(Map<String, String> environment)
      throws IOException, InterruptedException {
    Files.createFile(directory.resolve(PROBE));
    set(PROBE, PROBED);
    ProcessBuilder shell =
        new ProcessBuilder("bash", "-c", "printf '%(%s)T' -1", "-Dchat.part=" + PROBE);
    shell.environment().putAll(environment);
    Process process = shell.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    long ahead = said.matches("[0-9]+") ? Long.parseLong(said) - Instant.now().getEpochSecond() : 0;
    if (Math.abs(ahead - PROBED.toSeconds()) > PROBED.toSeconds() / 2) {
      throw new IOException(
          "clocks can't be set here: a process that should be ahead said " + said);
    }
  }

  /** Sets by how much the clock of a part is ahead from now on; negative: behind. */
  void set(String part, Duration ahead) throws IOException {
    ByteBuffer offset = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
    offset.putLong(ahead.toSeconds()).flip();
    // The part made its file when it started: without one its clock can't be set.
    try (var file = Files.newByteChannel(directory.resolve(part), StandardOpenOption.WRITE)) {
      while (offset.hasRemaining()) {
        file.write(offset);
      }
    }
  }
}
