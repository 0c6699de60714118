package chat.gateway;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import chat.infra.layout.LayoutRules;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "chat.gateway", importOptions = ImportOption.DoNotIncludeTests.class)
class LayoutTest {

  @ArchTest static final ArchTests RULES = ArchTests.in(LayoutRules.class);

  @ArchTest
  static final ArchRule fan_out_knows_nothing_of_its_surroundings =
      noClasses()
          .that()
          .resideInAPackage("chat.gateway.broadcast")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka..", "com.datastax..", "org.eclipse.jetty..", "jakarta.servlet..");

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

  @ArchTest
  static final ArchRule the_protocols_of_socket_io_know_nothing_of_chat =
      noClasses()
          .that()
          .resideInAnyPackage("chat.gateway.engineio", "chat.gateway.socketio")
          .should()
          .dependOnClassesThat(
              resideInAPackage("chat..")
                  .and(
                      resideOutsideOfPackages(
                          "chat.gateway.engineio",
                          "chat.gateway.socketio",
                          "chat.gateway.memory")));
}
