package chat.gateway.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The committed bundle of the application fits its sources. After a change of them: {@code npm ci
 * && npm run build} in {@code clients/web}.
 */
class BundleTest {

  private static final Path CLIENTS = Path.of("..", "clients").toAbsolutePath().normalize();
  private static final Path DIST = CLIENTS.resolve("web/dist");
  private static final Path SEAL = DIST.resolve("bundle.sha256");

  /** The same as in {@code clients/web/build/seal.mjs}. */
  private static final List<String> SOURCES =
      List.of(
          "typescript/src",
          "web/build",
          "web/index.html",
          "web/package-lock.json",
          "web/package.json",
          "web/src",
          "web/tsconfig.json",
          "web/vite.config.ts");

  private final Properties sealed = sealed();

  @Test
  void the_bundle_was_built_from_these_sources() {
    assertThat(digest(SOURCES.stream().map(CLIENTS::resolve).flatMap(BundleTest::files)))
        .as("digest of the sources of clients/web/dist, which `npm run build` makes")
        .isEqualTo(sealed.getProperty("sources"));
  }

  @Test
  void the_bundle_is_as_it_was_built() {
    assertThat(digest(files(DIST).filter(file -> !file.equals(SEAL))))
        .isEqualTo(sealed.getProperty("bundle"));
  }

  /** SHA-256 over a line for each file: the SHA-256 of its bytes, a blank, its path. */
  private static String digest(Stream<Path> files) {
    return sha256(
        files
            .map(file -> sha256(bytes(file)) + " " + path(file) + "\n")
            .sorted()
            .collect(Collectors.joining())
            .getBytes(UTF_8));
  }

  private static String path(Path file) {
    return CLIENTS.relativize(file).toString().replace('\\', '/');
  }

  private static Stream<Path> files(Path root) {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths.filter(Files::isRegularFile).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // each Java has it
    }
  }

  private static Properties sealed() {
    Properties lines = new Properties();
    try (var reader = Files.newBufferedReader(SEAL)) {
      lines.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }
}
