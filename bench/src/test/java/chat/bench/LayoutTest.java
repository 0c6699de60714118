package chat.bench;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.layout.LayoutRules;
import chat.infra.layout.WordRules;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Benchmarks measure parts of other modules, so they may use their public types. */
@AnalyzeClasses(
    packages = "chat.bench",
    importOptions = {ImportOption.DoNotIncludeTests.class, LayoutTest.OursOnly.class})
class LayoutTest {

  @ArchTest static final ArchRule names = LayoutRules.NAMES_SAY_WHAT_A_THING_IS;
  @ArchTest static final ArchRule packages = LayoutRules.PACKAGES_ARE_FREE_OF_CYCLES;
  @ArchTest static final ArchRule statics = LayoutRules.NOTHING_STATIC_CHANGES;
  @ArchTest static final ArchRule words = WordRules.NAMES_AND_COMMENTS_USE_PLAIN_WORDS;
  @ArchTest static final ArchRule simpleNames = WordRules.A_SIMPLE_NAME_MEANS_ONE_TYPE;

  /** Classes in a package of another module would see its package-private parts. */
  @Test
  void all_sources_are_in_packages_of_this_module() throws IOException {
    try (Stream<Path> sources = Files.walk(Path.of("src"))) {
      assertThat(sources.filter(path -> path.toString().endsWith(".java")))
          .isNotEmpty()
          .allMatch(path -> path.toString().contains("/java/chat/bench/"));
    }
  }

  /** Excludes classes that JMH generates. */
  static final class OursOnly implements ImportOption {

    @Override
    public boolean includes(Location location) {
      return !location.contains("/jmh_generated/");
    }
  }
}
