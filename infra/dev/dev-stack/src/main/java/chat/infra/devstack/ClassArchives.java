package chat.infra.devstack;

import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Archives of the classes that the parts load. A start from an archive takes about half of the
 * processor time.
 *
 * <p>A JVM writes an archive when it ends (class data sharing, JEP 350), with classes as it has
 * parsed and verified them. From JDK 25 on it writes a record instead, from which another JVM makes
 * a cache that also has linked classes (JEP 483). So the second start is the first that uses an
 * archive.
 *
 * <p>An archive belongs to one JDK, class path and list of flags. A JVM ignores an archive that
 * does not fit, and a part that does not start with its archive starts without it. There is one
 * archive for each kind of part.
 */
final class ClassArchives {
  private static final String USE = "-XX:SharedArchiveFile=";
  private static final String WRITE = "-XX:ArchiveClassesAtExit=";
  private static final String CACHE = "-XX:AOTCache=";
  private static final String MODE = "-XX:AOTMode=";
  private static final String RECORD = "-XX:AOTConfiguration=";

  /** Each class that can't be archived is a warning; there are hundreds. */
  private static final String ERRORS_ONLY = "-Xlog:cds*=error";

  private static final String CACHE_ERRORS_ONLY = "-Xlog:aot*=error,cds*=error";

  private static final List<String> FLAGS =
      List.of(USE, WRITE, CACHE, MODE, RECORD, ERRORS_ONLY, CACHE_ERRORS_ONLY);

  /** Making the largest cache takes 11 s on a busy machine. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Path directory;
  private final boolean records;
  private final boolean exists;
  // What parts of this stack write, by the kind of part.
  private final Map<String, Recording> recordings = new HashMap<>();

  /** A part that writes an archive. */
  private record Recording(JavaCommand java, Path archive) {

    /** What the part itself writes. */
    Path written() {
      return Path.of(archive + "." + ProcessHandle.current().pid());
    }

    /** A cache that is not complete yet. */
    Path unfinished() {
      return Path.of(written() + ".cache");
    }

    List<String> flags() {
      return java.jdk().cachesLinkedClasses()
          ? List.of(MODE + "record", RECORD + written(), CACHE_ERRORS_ONLY)
          : List.of(WRITE + written(), ERRORS_ONLY);
    }

    Process make(DataDirectory data) throws IOException {
      return new ProcessBuilder(
              java.jdk().java(),
              data.mark(),
              MODE + "create",
              RECORD + written(),
              CACHE + unfinished(),
              CACHE_ERRORS_ONLY,
              "@" + data.argumentFile(java.part()))
          .redirectInput(new File("/dev/null"))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    }
  }

  /**
   * The archives of all JDKs.
   *
   * @param directory where they are
   * @param records whether parts write archives; they end some seconds later then
   */
  ClassArchives(Path directory, boolean records) {
    this.records = records;
    this.directory = directory;
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
      return java.jdk().cachesLinkedClasses()
          ? List.of(CACHE + archive, CACHE_ERRORS_ONLY)
          : List.of(USE + archive, ERRORS_ONLY);
    }
    Recording recording = new Recording(java, archive);
    boolean isFirst =
        records && !java.hasOwnFlags() && recordings.putIfAbsent(java.kind(), recording) == null;
    return isFirst ? recording.flags() : List.of();
  }

  /** Whether a part of this stack writes an archive. */
  boolean isRecording() {
    return !recordings.isEmpty();
  }

  /** Whether a word of a command is one of these flags. */
  static boolean isFlag(String word) {
    return FLAGS.stream().anyMatch(word::startsWith);
  }

  /** Removes the archive that a command uses. */
  static void discard(List<String> command) {
    command.stream()
        .filter(word -> word.startsWith(USE) || word.startsWith(CACHE))
        .map(word -> new File(word.substring(word.indexOf('=') + 1)))
        .forEach(ClassArchives::delete);
  }

  private static void delete(File archive) {
    // If it stays, the next start fails and is tried again without it, as this one.
    var unused = archive.delete();
  }

  /** Changes with the JDK, the flags, and the name, size and time of any jar. */
  private static UUID key(JavaCommand java, List<Path> classpath) {
    String jars = classpath.stream().map(ClassArchives::state).collect(Collectors.joining());
    String all = java.jdk() + " " + java.flags() + jars;
    return UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8));
  }

  private static String state(Path jar) {
    try {
      return jar + " " + Files.size(jar) + " " + Files.getLastModifiedTime(jar) + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Lets the next start use what the parts wrote, in place of earlier archives; to be called when
   * all parts have ended.
   *
   * @param data of the parts
   * @param started whether all parts had become ready; otherwise the archives lack classes
   */
  void publish(DataDirectory data, boolean started) throws IOException, InterruptedException {
    Map<Recording, Process> making = new HashMap<>();
    for (Recording recording : recordings.values()) {
      if (!started || !isComplete(recording.written())) {
        Files.deleteIfExists(recording.written());
      } else if (recording.java().jdk().cachesLinkedClasses()) {
        making.put(recording, recording.make(data));
      } else {
        publish(recording, recording.written());
      }
    }
    for (Map.Entry<Recording, Process> made : making.entrySet()) {
      finish(made.getKey(), made.getValue());
    }
  }

  private void finish(Recording recording, Process maker) throws IOException, InterruptedException {
    boolean succeeded =
        maker.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS) && maker.exitValue() == 0;
    maker.destroyForcibly().waitFor();
    if (succeeded && isComplete(recording.unfinished())) {
      publish(recording, recording.unfinished());
    }
    Files.deleteIfExists(recording.unfinished());
    Files.deleteIfExists(recording.written());
  }

  private void publish(Recording recording, Path complete) throws IOException {
    for (Path other : others(recording.java().kind(), complete)) {
      Files.deleteIfExists(other);
    }
    Files.move(complete, recording.archive(), StandardCopyOption.ATOMIC_MOVE);
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

  private List<Path> others(String kind, Path complete) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> isOf(kind, file) && !file.equals(complete)).toList();
    }
  }

  private static boolean isOf(String kind, Path file) {
    return String.valueOf(file.getFileName()).startsWith(kind + "-");
  }
}
