package chat.infra.prove.fault;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
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
    Files.createDirectories(directory);
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
    return Map.of("LD_PRELOAD", library.toString(), "CHAT_CLOCKS", directory.toString());
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
