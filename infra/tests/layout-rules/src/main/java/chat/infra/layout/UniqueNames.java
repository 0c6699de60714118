package chat.infra.layout;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Refuses a type whose simple name is also that of a top-level type. Nested types may share a name,
 * because their outer types tell them apart.
 */
final class UniqueNames extends ArchCondition<JavaClass> {

  private final Map<String, JavaClass> topLevel = new HashMap<>();

  UniqueNames() {
    super("have a simple name of their own");
  }

  @Override
  public void init(Collection<JavaClass> all) {
    topLevel.clear();
    all.stream().filter(JavaClass::isTopLevelClass).forEach(type -> add(type));
  }

  private void add(JavaClass type) {
    topLevel.putIfAbsent(type.getSimpleName(), type);
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    JavaClass other = topLevel.get(type.getSimpleName());
    boolean isDescription = type.getSimpleName().equals("package-info");
    if (other != null && !other.equals(type) && !isDescription) {
      events.add(
          SimpleConditionEvent.violated(
              type, type.getName() + " has the simple name of " + other.getName()));
    }
  }
}
