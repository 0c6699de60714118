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

  @ArchTest static final ArchRule names = LayoutRules.NAMES_SAY_WHAT_A_THING_IS;
  @ArchTest static final ArchRule packages = LayoutRules.PACKAGES_ARE_FREE_OF_CYCLES;
  @ArchTest static final ArchRule statics = LayoutRules.NOTHING_STATIC_CHANGES;
  @ArchTest static final ArchTests words = ArchTests.in(WordRules.class);

  /** It drives an installation from outside, and starts its own one by the launcher. */
  @ArchTest
  static final ArchRule it_uses_only_the_launcher =
      ArchRuleDefinition.noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "chat.contract..",
              "chat.edge..",
              "chat.epochs..",
              "chat.gateway..",
              "chat.infra.setup..",
              "chat.presence..",
              "chat.reader..",
              "chat.sockets..",
              "chat.tracing..",
              "chat.upload..",
              "chat.writer..");

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
