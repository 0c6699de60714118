package chat.infra.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The directory of a stack: <code>kafka/ cassandra/ redis/ s3/</code> data, <code>secrets/</code>,
 * <code>logs/</code>, and <code>run/</code> for the running instance. A marker file shows that the
 * directory belongs to a stack, so that no other directory is ever emptied.
 *
 * @param root its real absolute path
 */
record DataDirectory(Path root) {
  private static final String MARKER = ".chat-data";

  /** What a fresh start throws away; a part's number does not count. */
  private static final Set<String> CLEARED =
      Set.of("kafka", "cassandra", "redis", "s3", "secrets", "logs");

  /** The directory at this path, if a stack has ever run there. */
  static Optional<DataDirectory> existing(Path path) {
    return Files.exists(path.resolve(MARKER))
        ? Optional.of(new DataDirectory(real(path)))
        : Optional.empty();
  }

  /** The directory at this path, created if there is none. */
  static DataDirectory open(Path path) {
    try {
      if (!Files.exists(path.resolve(MARKER))) {
        Files.createDirectories(path);
        try (Stream<Path> entries = Files.list(path)) {
          if (entries.findAny().isPresent()) {
            throw new Failure(path + " is neither empty nor a data directory of chat");
          }
        }
        Files.createFile(path.resolve(MARKER));
      }
      DataDirectory data = new DataDirectory(real(path));
      Files.createDirectories(data.run());
      Files.createDirectories(data.logs());
      return data;
    } catch (IOException e) {
      throw new Failure("cannot use " + path + " for data: " + e.getMessage());
    }
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path of(String part) {
    return root.resolve(part);
  }

  Path run() {
    return root.resolve("run");
  }

  Path logs() {
    return root.resolve("logs");
  }

  Path log(String part) {
    return logs().resolve(part + ".log");
  }

  Path argumentFile(String part) {
    return run().resolve(part + ".args");
  }

  /** The mark on the command line of each JVM of this stack. */
  String mark() {
    return "-Dchat.stack=" + root;
  }

  /**
   * Locks the directory for the lifetime of this process.
   *
   * @return empty if another process has it
   */
  Optional<FileLock> lock() {
    try {
      FileChannel channel =
          FileChannel.open(
              run().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
      }
      return Optional.ofNullable(lock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void release(FileLock lock) {
    try {
      lock.channel().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes the data of earlier instances; the caller holds the lock. */
  void clear() {
    try {
      for (Path path : content()) {
        if (CLEARED.contains(path.getFileName().toString().replaceFirst("-\\d+$", ""))) {
          deleteTree(path);
        }
      }
      Files.createDirectories(logs());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Path> content() throws IOException {
    try (Stream<Path> paths = Files.list(root)) {
      return paths.toList();
    }
  }

  static void deleteTree(Path tree) throws IOException {
    if (Files.exists(tree)) {
      try (Stream<Path> paths = Files.walk(tree)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  /** Writes a file that only its owner can read, atomically. */
  static void writePrivately(Path file, String content) {
    try {
      Files.createDirectories(file.getParent());
      Path part = file.resolveSibling(file.getFileName() + ".new");
      Files.deleteIfExists(part);
      Files.createFile(
          part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(part, content);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
