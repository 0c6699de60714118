package chat.infra.devstack;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The archives of this project, one for each kind of part and what it is made of. */
final class ClassArchives {

  private static final int NAME_LENGTH = 16;

  private final Path directory;
  private final boolean wanted;
  private final Map<Path, ClassArchive> archives = new HashMap<>();

  private ClassArchives(Path directory, boolean wanted) {
    this.directory = directory;
    this.wanted = wanted;
  }

  /**
   * Those of a project.
   *
   * @param wanted whether those are to be made that are not there
   */
  static ClassArchives of(Home home, boolean wanted) {
    try {
      Path directory = home.root().resolve("target/class-archives");
      Files.createDirectories(directory);
      return new ClassArchives(directory, wanted && canBeMade());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The JVM puts its archive on top of the JDK's own. */
  private static boolean canBeMade() {
    return Files.exists(Path.of(System.getProperty("java.home"), "lib/server/classes.jsa"));
  }

  /** The one of a kind of part. */
  ClassArchive of(String kind, String classpath) {
    if (hasDirectories(classpath)) {
      return ClassArchive.NONE; // a JVM archives the classes of jars only
    }
    Path file = directory.resolve(kind + "-" + fingerprint(classpath) + ".jsa");
    return archives.computeIfAbsent(file, path -> new ClassArchive(path, wanted));
  }

  private static boolean hasDirectories(String classpath) {
    return entries(classpath).stream().anyMatch(Files::isDirectory);
  }

  private static List<Path> entries(String classpath) {
    return Arrays.stream(classpath.split(File.pathSeparator))
        .map(Path::of)
        .filter(Files::exists)
        .toList();
  }

  /** Of all that makes an archive useless when it changes. The JVM looks at that as well. */
  private static String fingerprint(String classpath) {
    StringBuilder all = new StringBuilder(System.getProperty("java.vm.version"));
    all.append(System.getProperty("java.home"));
    try {
      for (Path entry : entries(classpath)) {
        all.append(entry).append(Files.size(entry)).append(Files.getLastModifiedTime(entry));
      }
      byte[] bytes = all.toString().getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest).substring(0, NAME_LENGTH);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
