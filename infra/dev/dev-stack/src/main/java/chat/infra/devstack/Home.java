package chat.infra.devstack;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The project's directory, in which the parts were built.
 *
 * @param root its absolute path
 */
record Home(Path root) {
  /**
   * Finds it above the location of this class, or else above the working directory (when the class
   * comes from a local repository).
   */
  static Home find() {
    return above(code(), Path.of("").toAbsolutePath());
  }

  /** The location of this class: a jar, or a directory of classes. */
  static Path code() {
    try {
      return Path.of(Home.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Home above(Path... locations) {
    for (Path location : locations) {
      for (Path path = location; path != null; path = path.getParent()) {
        if (Files.exists(path.resolve("infra/dev/backends/pom.xml"))) {
          return new Home(path);
        }
      }
    }
    throw new Failure("the project's directory is not above " + locations[0]);
  }

  /** The archives of classes, see {@link ClassArchives}. */
  Path classArchives() {
    return root.resolve("target/class-archives");
  }

  /**
   * The class path that the build recorded for a module, with the module's own classes first: its
   * jar, or its classes directory if that has newer classes than the jar.
   */
  String classpath(String module) {
    Path target = root.resolve(module).resolve("target");
    Path classes = target.resolve("classes");
    try {
      String written = Files.readString(target.resolve("classpath")).strip();
      List<String> entries = new ArrayList<>();
      entries.add(freshJar(target, classes).orElse(classes).toString());
      for (String entry : written.split(File.pathSeparator, -1)) {
        if (!entry.equals(classes.toString())) {
          entries.add(entry);
        }
      }
      return String.join(File.pathSeparator, entries);
    } catch (NoSuchFileException e) {
      throw new Failure(module + " is not built: " + e.getMessage() + " is missing");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Path> freshJar(Path target, Path classes) throws IOException {
    try (Stream<Path> files = Files.list(target)) {
      for (Path jar : files.filter(Home::isJar).toList()) {
        return isUpToDate(jar, classes) ? Optional.of(jar) : Optional.empty();
      }
      return Optional.empty();
    }
  }

  /** A module's main jar, without other jars of the same build. */
  private static boolean isJar(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith("-SNAPSHOT.jar");
  }

  /** A build keeps a jar whose classes were compiled again with the same result. */
  private static boolean isUpToDate(Path jar, Path classes) throws IOException {
    if (!Files.exists(classes)) {
      return true;
    }
    FileTime packed = Files.getLastModifiedTime(jar);
    try (Stream<Path> files = Files.walk(classes);
        ZipFile content = new ZipFile(jar.toFile())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        boolean isNewer = Files.getLastModifiedTime(file).compareTo(packed) > 0;
        if (isNewer && !isIn(content, classes.relativize(file).toString(), file)) {
          return false;
        }
      }
      return true;
    }
  }

  private static boolean isIn(ZipFile jar, String name, Path file) throws IOException {
    ZipEntry entry = jar.getEntry(name.replace(File.separatorChar, '/'));
    if (entry == null) {
      return false;
    }
    try (InputStream in = jar.getInputStream(entry)) {
      return Arrays.equals(in.readAllBytes(), Files.readAllBytes(file));
    }
  }
}
