package chat.presence;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import chat.infra.layout.LayoutRules;
import chat.infra.layout.WordRules;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "chat.presence", importOptions = DoNotIncludeTests.class)
class LayoutTest {

  @ArchTest static final ArchTests EVERYWHERE = ArchTests.in(LayoutRules.class);
  @ArchTest static final ArchTests WORDS = ArchTests.in(WordRules.class);

  @ArchTest
  static final ArchRule THE_RULES_OF_TRACKING_ARE_PLAIN_JAVA =
      noClasses()
          .that()
          .haveSimpleName("Tracker")
          .or()
          .haveSimpleName("Rebuild")
          .or()
          .haveSimpleName("TrackedLog")
          .or()
          .haveSimpleName("PresenceStore")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.springframework..", "org.apache.kafka..", "io.lettuce..");
}
