package chat.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.layout.LayoutRules;
import chat.infra.layout.WordRules;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The simulation is made of parts of other modules, so it may use their public types. */
@AnalyzeClasses(packages = "chat.simulation")
class LayoutTest {

  @ArchTest static final ArchRule NAMES = LayoutRules.NAMES_SAY_WHAT_A_THING_IS;
  @ArchTest static final ArchRule STATICS = LayoutRules.NOTHING_STATIC_CHANGES;
  @ArchTest static final ArchTests WORDS = ArchTests.in(WordRules.class);

  /** Classes in a package of another module would see its package-private parts. */
  @Test
  void all_sources_are_in_packages_of_this_module() throws IOException {
    try (Stream<Path> sources = Files.walk(Path.of("src"))) {
      assertThat(sources.filter(path -> path.toString().endsWith(".java")))
          .isNotEmpty()
          .allMatch(path -> path.toString().contains("/java/chat/simulation/"));
    }
  }
}
