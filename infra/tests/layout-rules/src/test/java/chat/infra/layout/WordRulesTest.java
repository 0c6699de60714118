package chat.infra.layout;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.layout.planted.Twice;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordRulesTest {

  private static final JavaClasses PLANTED = new ClassFileImporter().importPackagesOf(Twice.class);

  @Test
  void refused_words_are_found_in_comments_and_names_and_not_in_texts(@TempDir Path sources)
      throws IOException {
    Files.writeString(
        sources.resolve("Planted.java"),
        """
        /** For whoever reads. */
        class Planted {
          // Anew.
          static final int NOBODY_READS = 1;
          void somebodyReads() {}
          void tells_everybody() {}
          String text = "nobody", noBody, midst, newer;
        }
        """);

    assertThat(violations(classes().should(new PlainWords(sources))))
        .containsExactlyInAnyOrder(
            sources + "/Planted.java:1: whoever",
            sources + "/Planted.java:3: anew",
            sources + "/Planted.java:4: nobody",
            sources + "/Planted.java:5: somebody",
            sources + "/Planted.java:6: everybody");
  }

  @Test
  void a_second_type_with_a_simple_name_is_found_and_nested_types_may_share_one() {
    assertThat(violations(WordRules.A_SIMPLE_NAME_MEANS_ONE_TYPE))
        .singleElement()
        .asString()
        .contains("Twice has the simple name of");
  }

  private static List<String> violations(ArchRule rule) {
    return rule.evaluate(PLANTED).getFailureReport().getDetails();
  }
}
