package chat.infra.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.description.ProjectFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Each field of each topic says whether it is personal data, and each number its unit. */
class ClassifiedFieldsTest {

  private static final String PERSONAL = "x-personal-data";
  private static final String UNIT = "x-unit";
  private static final Set<String> CLASSES =
      Set.of("none", "identifier", "name", "content", "behaviour", "pseudonym");

  static Stream<String> schemas() {
    return ProjectFiles.under("contract/src/main/resources/topics", ".json").stream();
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void every_field_is_classified_and_every_number_has_a_unit(String file) {
    JsonNode schema = ProjectFiles.json(file);
    List<String> faults = new ArrayList<>();
    schema.path("oneOf").forEach(kind -> look(kind, kind.path("title").stringValue(""), faults));
    schema.path("$defs").propertyStream().forEach(it -> look(it.getValue(), it.getKey(), faults));

    assertThat(faults).isEmpty();
  }

  private static void look(JsonNode schema, String place, List<String> faults) {
    if (schema.isBoolean() || schema.has("$ref")) {
      return;
    }
    schema
        .path("properties")
        .propertyStream()
        .forEach(it -> look(it.getValue(), place + "/" + it.getKey(), faults));
    if (schema.has("items")) {
      look(schema.path("items"), place + "/*", faults);
    }
    boolean isLeaf = !schema.has("properties") && !schema.has("items") && !schema.has("oneOf");
    if (isLeaf && !CLASSES.contains(schema.path(PERSONAL).stringValue(""))) {
      faults.add(place + " is not classified");
    }
    if (schema.path("type").stringValue("").equals("integer") && !schema.has(UNIT)) {
      faults.add(place + " has no unit");
    }
  }
}
