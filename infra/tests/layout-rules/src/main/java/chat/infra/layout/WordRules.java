package chat.infra.layout;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;

/**
 * Rules for the words of a module, included by its {@code LayoutTest} with {@code ArchTests.in}. A
 * test runs in its module's directory, so it reads the module's own sources.
 */
public final class WordRules {

  /** Names and comments, also those of tests, use plain words. */
  @ArchTest
  public static final ArchRule NAMES_AND_COMMENTS_USE_PLAIN_WORDS =
      classes().should(new PlainWords(Path.of("src"))).allowEmptyShould(true);

  /** A simple name means one type in the whole module. */
  @ArchTest
  public static final ArchRule A_SIMPLE_NAME_MEANS_ONE_TYPE =
      classes().should(new UniqueNames()).allowEmptyShould(true);

  private WordRules() {}
}
