package chat.writer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import chat.infra.layout.LayoutRules;
import chat.infra.layout.WordRules;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "chat.writer", importOptions = DoNotIncludeTests.class)
class LayoutTest {

  @ArchTest static final ArchTests EVERYWHERE = ArchTests.in(LayoutRules.class);
  @ArchTest static final ArchTests WORDS = ArchTests.in(WordRules.class);

  @ArchTest
  static final ArchRule THE_RULES_OF_ROOMS_ARE_PLAIN_JAVA =
      classes()
          .that()
          .resideInAPackage("chat.writer.room")
          .and()
          .haveSimpleNameNotStartingWith("Cassandra")
          .and()
          .doNotHaveSimpleName("RoomConfiguration")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "chat.writer.room", "chat.writer.work", "chat.contract..", "java..", "org.jspecify..")
          .andShould()
          .onlyDependOnClassesThat()
          .haveSimpleNameNotStartingWith("Cassandra");

  @ArchTest
  static final ArchRule ONLY_ITS_OWN_CLASSES_KNOW_CASSANDRA =
      noClasses()
          .that()
          .haveSimpleNameNotStartingWith("Cassandra")
          .and()
          .haveSimpleNameNotEndingWith("Configuration")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.datastax..");
}
