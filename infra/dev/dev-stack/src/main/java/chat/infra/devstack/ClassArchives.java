package chat.infra.devstack;

import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Archives of the classes that the parts load, as their JVMs have parsed and verified them (class
 * data sharing, JEP 350). A start from an archive takes about half of the processor time.
 *
 * <p>A part's JVM writes its archive when it ends, so the second start is the first that uses it.
 * An archive belongs to one JDK, class path and list of flags. A JVM ignores an archive that does
 * not fit, and a part that does not start with its archive starts without it.
 */
final class ClassArchives {
  private static final String USE = "-XX:SharedArchiveFile=";
  private static final String RECORD = "-XX:ArchiveClassesAtExit=";

  /** Each class that can't be archived is a warning; there are hundreds. */
  private static final String ERRORS_ONLY = "-Xlog:cds*=error";

  private final Path directory;
  private final boolean records;
  private final boolean exists;
  // The archives that parts of this stack write, by the kind of part.
  private final Map<String, Path> recorded = new HashMap<>();

  /**
   * The archives of this JDK.
   *
   * @param root a directory for the archives of all JDKs
   * @param records whether parts write archives; they end some seconds later then
   */
  ClassArchives(Path root, boolean records) {
    this.records = records;
    this.directory = root.resolve(Runtime.version().toString());
    this.exists = directory.toFile().mkdirs() || Files.isDirectory(directory);
  }

  /**
   * The JVM flags by which a part uses its archive or writes one. Of several parts of a kind only
   * one writes it.
   */
  List<String> flags(JavaCommand java) {
    List<Path> classpath =
        Stream.of(java.classpath().split(File.pathSeparator)).map(Path::of).toList();
    // A JVM archives classes from jars only.
    if (!exists || !classpath.stream().allMatch(Files::isRegularFile)) {
      return List.of();
    }
    Path archive = directory.resolve(java.kind() + "-" + key(java, classpath));
    if (Files.exists(archive)) {
      return List.of(USE + archive, ERRORS_ONLY);
    }
    boolean isFirst =
        records && !java.hasOwnFlags() && recorded.putIfAbsent(java.kind(), archive) == null;
    return isFirst ? List.of(RECORD + unfinished(archive), ERRORS_ONLY) : List.of();
  }

  /** Whether a word of a command is one of these flags. */
  static boolean isFlag(String word) {
    return word.startsWith(USE) || word.startsWith(RECORD) || word.equals(ERRORS_ONLY);
  }

  /** Removes the archive that a command uses. */
  static void discard(List<String> command) {
    command.stream()
        .filter(word -> word.startsWith(USE))
        .map(word -> new File(word.substring(USE.length())))
        .forEach(ClassArchives::delete);
  }

  private static void delete(File archive) {
    // If it stays, the next start fails and is tried again without it, as this one.
    var unused = archive.delete();
  }

  /** Changes with the JDK, the flags, and the name, size and time of any jar. */
  private static UUID key(JavaCommand java, List<Path> classpath) {
    String jars = classpath.stream().map(ClassArchives::state).collect(Collectors.joining());
    String all = JavaCommand.javaProgram() + java.flags() + jars;
    return UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8));
  }

  private static String state(Path jar) {
    try {
      return jar + " " + Files.size(jar) + " " + Files.getLastModifiedTime(jar) + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path unfinished(Path archive) {
    return Path.of(archive + "." + ProcessHandle.current().pid());
  }

  /**
   * Lets the next start use what the parts wrote, in place of earlier archives; to be called when
   * all parts have ended.
   *
   * @param started whether all parts had become ready; otherwise the archives lack classes
   */
  void publish(boolean started) throws IOException {
    for (Map.Entry<String, Path> entry : recorded.entrySet()) {
      Path written = unfinished(entry.getValue());
      if (started && isComplete(written)) {
        deleteOthers(entry.getKey(), written);
        Files.move(written, entry.getValue(), StandardCopyOption.ATOMIC_MOVE);
      } else {
        Files.deleteIfExists(written);
      }
    }
  }

  /** A JVM writes the first bytes last. */
  private static boolean isComplete(Path written) throws IOException {
    if (!Files.exists(written)) {
      return false;
    }
    try (DataInputStream in = new DataInputStream(Files.newInputStream(written))) {
      return in.available() >= Integer.BYTES && in.readInt() != 0;
    }
  }

  private void deleteOthers(String kind, Path written) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(file -> isOf(kind, file) && !file.equals(written)).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static boolean isOf(String kind, Path file) {
    return String.valueOf(file.getFileName()).startsWith(kind + "-");
  }
}
