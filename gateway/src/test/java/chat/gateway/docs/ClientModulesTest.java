package chat.gateway.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The committed modules of the client fit their sources, and are small. After a change of them:
 * {@code npm ci && npm run build} in {@code clients/typescript}.
 */
class ClientModulesTest {

  private static final Path CLIENT =
      Path.of("..", "clients", "typescript").toAbsolutePath().normalize();
  private static final Path DIST = CLIENT.resolve("dist");
  private static final int KIB = 1024;
  private static final int GZIP_HEADER_AND_TRAILER = 18;

  @Test
  void the_modules_were_built_from_these_sources() {
    assertThat(digest(CLIENT.resolve("src"), file -> true))
        .as("digest of clients/typescript/src, which `npm run build` makes")
        .isEqualTo(text("sources.sha256"));
  }

  @Test
  void the_modules_are_as_they_were_built() {
    assertThat(digest(DIST, file -> !file.endsWith(".sha256"))).isEqualTo(text("built.sha256"));
  }

  @ParameterizedTest
  @CsvSource({
    "index.js, 12",
    "account.js, 2",
    "store.js, 4",
    "react.js, 3",
    "indexeddb.js, 1",
    "node.js, 3"
  })
  void a_module_is_small(String module, int kib) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try (var gzip = new DeflaterOutputStream(bytes, deflater)) {
      gzip.write(Files.readAllBytes(DIST.resolve(module)));
    } finally {
      deflater.end();
    }
    assertThat(bytes.size() + GZIP_HEADER_AND_TRAILER).isLessThanOrEqualTo(kib * KIB);
  }

  /** SHA-256 of a line for each file, in order of the paths: its SHA-256, two blanks, its path. */
  private static String digest(Path folder, Predicate<String> included) {
    try (Stream<Path> files = Files.walk(folder)) {
      String lines =
          files
              .filter(Files::isRegularFile)
              .map(file -> folder.relativize(file).toString().replace('\\', '/'))
              .filter(included)
              .sorted()
              .map(path -> sha256(bytes(folder.resolve(path))) + "  " + path + "\n")
              .collect(Collectors.joining());
      return sha256(lines.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(String file) {
    return new String(bytes(DIST.resolve(file)), UTF_8).strip();
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
}
