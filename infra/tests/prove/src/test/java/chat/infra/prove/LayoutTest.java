package chat.infra.prove;

import chat.infra.layout.LayoutRules;
import chat.infra.layout.WordRules;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

@AnalyzeClasses(packages = "chat.infra.prove", importOptions = ImportOption.DoNotIncludeTests.class)
class LayoutTest {

  @ArchTest static final ArchTests everywhere = ArchTests.in(LayoutRules.class);
  @ArchTest static final ArchTests words = ArchTests.in(WordRules.class);

  /** What judges must not depend on what is judged, nor on how it is driven. */
  @ArchTest
  static final ArchRule the_judge_is_plain_java =
      ArchRuleDefinition.classes()
          .that()
          .resideInAPackage("chat.infra.prove.judge")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..", "org.jspecify..", "chat.infra.prove.judge", "chat.infra.prove.history");
}
