package chat.infra.devstack;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * The project's directory, in which the parts were built.
 *
 * @param root its absolute path
 */
record Home(Path root) {
  /**
   * Finds it above the place this class was loaded from, or else above the working directory (where
   * the class comes out of a local repository).
   */
  static Home find() {
    return above(code(), Path.of("").toAbsolutePath());
  }

  /** What this class was loaded from: a jar, or a directory of classes. */
  static Path code() {
    try {
      return Path.of(Home.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Home above(Path... places) {
    for (Path place : places) {
      for (Path path = place; path != null; path = path.getParent()) {
        if (Files.exists(path.resolve("infra/backends/pom.xml"))) {
          return new Home(path);
        }
      }
    }
    throw new Failure("the project's directory is not above " + places[0]);
  }

  /** The class path that the build wrote down for a module, with the module's own classes first. */
  String classpath(String module) {
    Path target = root.resolve(module).resolve("target");
    String classes = target.resolve("classes").toString();
    try {
      String classpath = Files.readString(target.resolve("classpath")).strip();
      return List.of(classpath.split(File.pathSeparator)).contains(classes)
          ? classpath
          : classes + File.pathSeparator + classpath;
    } catch (NoSuchFileException e) {
      throw new Failure(module + " is not built: " + e.getMessage() + " is missing");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
