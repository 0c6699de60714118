package chat.sockets;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import chat.infra.layout.LayoutRules;
import chat.infra.layout.WordRules;
import chat.sockets.fanout.CloseReason;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "chat.sockets", importOptions = ImportOption.DoNotIncludeTests.class)
class LayoutTest {

  @ArchTest static final ArchTests RULES = ArchTests.in(LayoutRules.class);

  @ArchTest static final ArchTests WORDS = ArchTests.in(WordRules.class);

  @ArchTest
  static final ArchRule sockets_know_nothing_of_chat =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("chat..").and(resideOutsideOfPackage("chat.sockets..")));

  @ArchTest
  static final ArchRule fan_out_knows_no_server =
      noClasses()
          .that()
          .resideInAPackage("chat.sockets.fanout")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.eclipse.jetty..", "jakarta.servlet..");

  @ArchTest
  static final ArchRule socket_io_knows_nothing_of_fan_out =
      noClasses()
          .that()
          .resideInAnyPackage("chat.sockets.engineio", "chat.sockets.socketio")
          .should()
          .dependOnClassesThat(
              resideInAPackage("chat.sockets.fanout").and(not(type(CloseReason.class))));

  @ArchTest
  static final ArchRule socket_io_knows_nothing_of_web_sockets =
      noClasses()
          .that()
          .resideInAPackage("chat.sockets.socketio")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("chat.sockets.websocket");
}
