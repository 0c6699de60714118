package chat.infra.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;

/**
 * The classes of a kind of part in the form in which the JVM has them in memory, in a file. A start
 * that finds it need not read and check them one by one. The JVM itself makes it, of what it has
 * loaded, when it ends; one process of a kind is enough.
 */
final class ClassArchive {

  /** For what has none: no JVM, or one that can't. */
  static final ClassArchive NONE = new ClassArchive(Path.of("none"), false);

  /** How a JVM ends that was not killed, and so has written all of it: by itself, or by SIGTERM. */
  private static final Set<Integer> COMPLETE = Set.of(0, 128 + 15);

  private final Path file;
  private final boolean wanted;
  private String maker = "";

  /**
   * An archive, which need not be there.
   *
   * @param file named after all that it depends on
   * @param wanted whether one is to be made that is not there
   */
  ClassArchive(Path file, boolean wanted) {
    this.file = file;
    this.wanted = wanted;
  }

  /** What the next process of a part is started with. */
  synchronized List<String> flags(String part) {
    if (Files.exists(file)) {
      return List.of("-XX:SharedArchiveFile=" + file);
    }
    if (!wanted || !maker.isEmpty()) {
      return List.of();
    }
    maker = part;
    return List.of("-XX:ArchiveClassesAtExit=" + unfinished());
  }

  /** A process of a part has ended. */
  synchronized void ended(String part, int exitCode) {
    if (!part.equals(maker)) {
      return;
    }
    maker = "";
    try {
      if (COMPLETE.contains(exitCode) && Files.exists(unfinished())) {
        Files.move(unfinished(), file, StandardCopyOption.ATOMIC_MOVE);
      } else {
        Files.deleteIfExists(unfinished());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of this launcher alone: others may be making the same. */
  private Path unfinished() {
    return file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
  }
}
