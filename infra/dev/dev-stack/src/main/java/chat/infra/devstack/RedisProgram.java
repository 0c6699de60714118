package chat.infra.devstack;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The redis-server for this machine, from a jar with one for each platform. */
public final class RedisProgram {
  private RedisProgram() {}

  /** Extracts the program into a directory, unless it is there already. */
  public static Path extract(String classpath, Path directory) {
    String suffix = "-" + system() + "-" + processor();
    try (ZipFile jar = new ZipFile(jar(classpath))) {
      ZipEntry entry =
          jar.stream()
              .filter(e -> e.getName().startsWith("redis-server-") && e.getName().endsWith(suffix))
              .findFirst()
              .orElseThrow(
                  () ->
                      new Failure(
                          "no redis-server for this machine (" + suffix.substring(1) + ")"));
      Path program = directory.resolve(entry.getName());
      if (!Files.exists(program)) {
        Files.createDirectories(directory);
        write(jar, entry, program);
      }
      return program;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(ZipFile jar, ZipEntry entry, Path program) throws IOException {
    Path part = Files.createTempFile(program.getParent(), "redis-server", ".new");
    try (InputStream in = jar.getInputStream(entry)) {
      Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.move(part, program, StandardCopyOption.ATOMIC_MOVE);
  }

  private static File jar(String classpath) {
    return Arrays.stream(classpath.split(File.pathSeparator))
        .map(File::new)
        .filter(entry -> entry.getName().startsWith("embedded-redis-"))
        .findFirst()
        .orElseThrow(() -> new Failure("embedded-redis is missing on the class path of Redis"));
  }

  private static String system() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac")
        ? "darwin"
        : "linux";
  }

  private static String processor() {
    return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
  }
}
