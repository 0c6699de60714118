package chat.infra.layout;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** Rules for every module, included by its {@code LayoutTest} with {@code ArchTests.in}. */
public final class LayoutRules {

  private static final String FORBIDDEN_NAME =
      ".*(Util|Utils|Helper|Impl|Manager|DTO|Dto|Constants|Common)";

  /** A name tells what a type is, not that it helps. */
  @ArchTest
  public static final ArchRule NAMES_SAY_WHAT_A_THING_IS =
      noClasses()
          .that()
          .areNotAnonymousClasses()
          .should()
          .haveNameMatching(FORBIDDEN_NAME)
          .allowEmptyShould(true);

  /** Features depend on each other in one direction only. */
  @ArchTest
  public static final ArchRule PACKAGES_ARE_FREE_OF_CYCLES =
      slices().matching("chat.(**)").should().beFreeOfCycles().allowEmptyShould(true);

  /** Dependencies are passed to the constructor. */
  @ArchTest
  public static final ArchRule NOTHING_IS_INJECTED_INTO_FIELDS =
      noFields()
          .should()
          .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
          .orShould()
          .beAnnotatedWith("org.springframework.beans.factory.annotation.Value")
          .orShould()
          .beAnnotatedWith("jakarta.inject.Inject")
          .allowEmptyShould(true);

  /** State belongs to an object, and each object to an owner. */
  @ArchTest
  public static final ArchRule NOTHING_STATIC_CHANGES =
      fields().that().areStatic().should().beFinal().allowEmptyShould(true);

  /** Modules share only the contract and the libraries. */
  @ArchTest
  public static final ArchRule MODULES_MEET_ON_THE_CONTRACT_ONLY =
      classes()
          .should(
              useOfOtherModulesOnly(
                  "chat.contract", "chat.edge", "chat.epochs", "chat.sockets", "chat.tracing"))
          .allowEmptyShould(true);

  private LayoutRules() {}

  private static ArchCondition<JavaClass> useOfOtherModulesOnly(String... shared) {
    return new ArchCondition<>("use of other modules only " + String.join(", ", shared)) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        type.getDirectDependenciesFromSelf().stream()
            .filter(dependency -> isForeign(type, dependency.getTargetClass(), shared))
            .forEach(
                dependency ->
                    events.add(
                        SimpleConditionEvent.violated(dependency, dependency.getDescription())));
      }
    };
  }

  private static boolean isForeign(JavaClass type, JavaClass target, String... shared) {
    String other = target.getPackageName();
    if (!other.startsWith("chat.") || module(other).equals(module(type.getPackageName()))) {
      return false;
    }
    for (String allowed : shared) {
      if (other.equals(allowed) || other.startsWith(allowed + ".")) {
        return false;
      }
    }
    return true;
  }

  /** The package of a module: below {@code chat}, for infra one level deeper. */
  private static String module(String packageName) {
    String[] parts = packageName.split("\\.", -1);
    boolean infra = parts.length > 2 && parts[1].equals("infra");
    return infra ? parts[1] + "." + parts[2] : parts[1];
  }
}
