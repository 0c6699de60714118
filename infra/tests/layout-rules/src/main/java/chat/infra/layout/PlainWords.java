package chat.infra.layout;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Refuses words in names and comments that a reader has to read twice. Texts may have them. */
final class PlainWords extends ArchCondition<JavaClass> {

  private static final Set<String> REFUSED =
      Set.of("whoever", "somebody", "nobody", "everybody", "anew", "amid");

  private static final Pattern TEXT = Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"");

  /** A word within a name: {@code nobodyReads}, {@code NOBODY_READS} and {@code nobody_reads}. */
  private static final Pattern WORD = Pattern.compile("[A-Z]?[a-z]+|[A-Z]+");

  private final Path sources;

  /**
   * Reads sources.
   *
   * @param sources a directory with Java files at any depth
   */
  PlainWords(Path sources) {
    super("use plain words in names and comments");
    this.sources = sources;
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    // The sources are checked as a whole: classes have no comments.
  }

  @Override
  public void finish(ConditionEvents events) {
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        check(file, Files.readAllLines(file), events);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void check(Path file, List<String> lines, ConditionEvents events) {
    for (int i = 0; i < lines.size(); i++) {
      Matcher words = WORD.matcher(TEXT.matcher(lines.get(i)).replaceAll(""));
      while (words.find()) {
        String word = words.group().toLowerCase(Locale.ROOT);
        if (REFUSED.contains(word)) {
          events.add(SimpleConditionEvent.violated(file, "%s:%d: %s".formatted(file, i + 1, word)));
        }
      }
    }
  }
}
