package chat.infra.setup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * A step of the schema: a file {@code 001_name.cql}. Its statements end with a semicolon at the end
 * of a line and are repeatable, because a run may die between two of them.
 *
 * @param version 1 for the first
 * @param name its topic
 * @param checksum of the text, by which a later change of an applied migration is noticed
 * @param statements in order
 */
record Migration(int version, String name, String checksum, List<String> statements) {

  private static final Pattern FILE = Pattern.compile("(\\d{3})_([a-z0-9_]+)\\.cql");
  private static final Pattern COMMENT_OR_TEXT = Pattern.compile("('[^']*')|--[^\\n]*");
  private static final Pattern END_OF_STATEMENT = Pattern.compile(";\\s*(?:\\n|$)");

  /** Parses a file. */
  static Migration of(String file, String text) {
    Matcher matcher = FILE.matcher(file);
    if (!matcher.matches()) {
      throw new SetupFailure("migration: " + file + " (expected: 001_name.cql)");
    }
    String unix = text.replace("\r\n", "\n");
    return new Migration(
        Integer.parseInt(matcher.group(1)), matcher.group(2), sha256(unix), statements(unix));
  }

  /** All migrations on the class path, in order; their versions are 1, 2, 3 … */
  static List<Migration> all() {
    try {
      Resource[] files =
          new PathMatchingResourcePatternResolver().getResources("classpath*:cql/*.cql");
      return inOrder(Arrays.stream(files).map(Migration::read));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Migration> inOrder(Stream<Migration> migrations) {
    List<Migration> sorted = migrations.sorted(Comparator.comparing(Migration::version)).toList();
    for (int i = 0; i < sorted.size(); i++) {
      if (sorted.get(i).version() != i + 1) {
        throw new SetupFailure(
            "migration: %s (expected: version %d)".formatted(sorted.get(i).label(), i + 1));
      }
    }
    return sorted;
  }

  /** The name in logs and errors. */
  String label() {
    return "%03d_%s".formatted(version, name);
  }

  private static Migration read(Resource resource) {
    try {
      return of(
          Objects.requireNonNull(resource.getFilename()),
          resource.getContentAsString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> statements(String text) {
    String code = COMMENT_OR_TEXT.matcher(text).replaceAll("$1");
    return END_OF_STATEMENT
        .splitAsStream(code)
        .map(String::strip)
        .filter(statement -> !statement.isEmpty())
        .toList();
  }

  private static String sha256(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
