package chat.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import chat.infra.layout.LayoutRules;
import chat.infra.layout.WordRules;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "chat.gateway", importOptions = ImportOption.DoNotIncludeTests.class)
class LayoutTest {

  @ArchTest static final ArchTests RULES = ArchTests.in(LayoutRules.class);
  @ArchTest static final ArchTests WORDS = ArchTests.in(WordRules.class);

  @ArchTest
  static final ArchRule the_tail_and_its_rules_are_plain_java =
      noClasses()
          .that()
          .haveSimpleNameStartingWith("PartitionLog")
          .or()
          .haveSimpleNameStartingWith("RoomChain")
          .or()
          .haveSimpleName("Appends")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.springframework..", "org.apache.kafka..", "com.datastax..");
}
