package chat.infra.devstack;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The JDKs that parts may run on, newest first, without those that are too old.
 *
 * @param all at least one
 */
record Jdks(List<Jdk> all) {
  private static final int OLDEST = 17;

  /**
   * The first version on which Cassandra runs only because its security manager is replaced: it is
   * neither built nor tested for these.
   */
  private static final int TOO_NEW_FOR_CASSANDRA = 24;

  Jdks {
    all = List.copyOf(all);
  }

  /** The JDK of this process only. */
  static Jdks own() {
    return new Jdks(List.of(Jdk.own()));
  }

  /**
   * All of this machine: on the path, and in the directories that Linux distributions, macOS,
   * SDKMAN and IDEs use.
   */
  static Jdks ofThisMachine(Map<String, String> environment, Path user) {
    List<Path> homes = new ArrayList<>();
    for (String directory : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      real(Path.of(directory, "javac")).map(Jdks::grandparent).ifPresent(homes::add);
    }
    Stream.of(Path.of("/usr/lib/jvm"), Path.of("/usr/java"), user.resolve(".jdks"))
        .forEach(directory -> homes.addAll(within(directory)));
    homes.addAll(within(user.resolve(".sdkman/candidates/java")));
    within(Path.of("/Library/Java/JavaVirtualMachines"))
        .forEach(directory -> homes.add(directory.resolve("Contents/Home")));
    return among(Jdk.own(), homes);
  }

  /** Those of the given ones that run on the same kind of machine as the first. */
  static Jdks among(Jdk own, List<Path> homes) {
    Stream<Jdk> others =
        homes.stream()
            .flatMap(home -> real(home).stream())
            .distinct()
            .flatMap(home -> Jdk.at(home).stream())
            .filter(jdk -> jdk.feature() >= OLDEST && jdk.platform().equals(own.platform()));
    return new Jdks(
        Stream.concat(Stream.of(own), others)
            .sorted(Comparator.comparingInt(Jdk::feature).reversed())
            .toList());
  }

  Jdk newest() {
    return all.get(0);
  }

  /** The newest one that Cassandra supports, or else the newest one. */
  Jdk forCassandra() {
    return all.stream()
        .filter(jdk -> jdk.feature() < TOO_NEW_FOR_CASSANDRA)
        .findFirst()
        .orElse(newest());
  }

  private static List<Path> within(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static Optional<Path> real(Path path) {
    try {
      return Optional.of(path.toRealPath());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Path grandparent(Path javac) {
    return javac.resolveSibling("..").normalize();
  }
}
