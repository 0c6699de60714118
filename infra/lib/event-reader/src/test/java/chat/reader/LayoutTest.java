package chat.reader;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import chat.infra.layout.LayoutRules;
import chat.infra.layout.WordRules;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "chat.reader", importOptions = DoNotIncludeTests.class)
class LayoutTest {

  @ArchTest static final ArchTests EVERYWHERE = ArchTests.in(LayoutRules.class);
  @ArchTest static final ArchTests WORDS = ArchTests.in(WordRules.class);

  @ArchTest
  static final ArchRule THE_LIBRARY_NEEDS_NO_FRAMEWORK =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "chat.reader..",
              "chat.contract..",
              "java..",
              "tools.jackson.core..",
              "org.apache.kafka..",
              "org.jspecify..");
}
