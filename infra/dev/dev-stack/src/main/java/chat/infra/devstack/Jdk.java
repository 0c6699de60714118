package chat.infra.devstack;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JDK of this machine.
 *
 * @param home its directory
 * @param feature its feature version, such as 17
 * @param build tells it from all other builds
 * @param platform the processor and C library that it is for, if it names them
 */
record Jdk(Path home, int feature, String build, String platform) {

  /** The first version whose caches of classes also keep linked classes (JEP 483, 514). */
  private static final int CACHES_LINKED_CLASSES = 25;

  private static final Pattern FEATURE = Pattern.compile("\"?(?:1\\.)?(\\d+).*");

  /** The JDK that runs this process. */
  static Jdk own() {
    Path home = Path.of(System.getProperty("java.home"));
    Runtime.Version version = Runtime.version();
    return at(home).orElseGet(() -> new Jdk(home, version.feature(), version.toString(), ""));
  }

  /** The JDK in a directory, if there is a whole one. */
  static Optional<Jdk> at(Path home) {
    if (!Files.isExecutable(home.resolve("bin/java"))
        || !Files.isExecutable(home.resolve("bin/javac"))) {
      return Optional.empty();
    }
    Properties release = new Properties();
    try (Reader in = Files.newBufferedReader(home.resolve("release"))) {
      release.load(in);
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
    String version = release.getProperty("JAVA_VERSION", "");
    Matcher feature = FEATURE.matcher(version);
    return feature.matches()
        ? Optional.of(
            new Jdk(
                home,
                Integer.parseInt(feature.group(1)),
                release.getProperty("IMPLEMENTOR_VERSION", "")
                    + release.getProperty("JAVA_RUNTIME_VERSION", version),
                release.getProperty("OS_ARCH", "") + release.getProperty("LIBC", "")))
        : Optional.empty();
  }

  /** The program that runs a JVM. */
  String java() {
    return home.resolve("bin/java").toString();
  }

  boolean cachesLinkedClasses() {
    return feature >= CACHES_LINKED_CLASSES;
  }

  /** Flags that make a JVM of this version smaller and faster. */
  List<String> flags() {
    return cachesLinkedClasses() ? List.of("-XX:+UseCompactObjectHeaders") : List.of();
  }
}
