package chat.infra.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.description.ProjectFiles;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The schema of the resolved stream: that of the room log, with the position in front. */
class EventsSchemaTest {

  private static final Set<String> POSITION = Set.of("seq", "prev");

  private final JsonNode events = document("chat.events");
  private final JsonNode messages = document("chat.messages");

  @Test
  void it_has_the_kinds_of_the_room_log_with_their_positions_and_the_placeholder() {
    List<JsonNode> kinds = events.path("oneOf").valueStream().map(EventsSchemaTest::bare).toList();
    int last = kinds.size() - 1;

    assertThat(kinds.subList(0, last)).isEqualTo(messages.path("oneOf").valueStream().toList());
    assertThat(kinds.get(last).path("properties").path("type").path("const").stringValue())
        .isEqualTo("unreadable");
    assertThat(events.path("oneOf").valueStream())
        .allMatch(kind -> kind.path("required").valueStream().limit(2).count() == 2)
        .allMatch(kind -> kind.path("required").get(0).stringValue().equals("seq"))
        .allMatch(kind -> kind.path("required").get(1).stringValue().equals("prev"));
  }

  @Test
  void its_examples_are_valid_and_without_a_position_they_are_not() {
    JsonNode anonymous = document("chat.events");
    ((ObjectNode) anonymous).remove("$id");
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(anonymous);

    assertThat(events.path("examples").size()).isEqualTo(messages.path("examples").size() + 1);
    events
        .path("examples")
        .forEach(
            example -> {
              assertThat(schema.validate(example.toString(), InputFormat.JSON)).isEmpty();
              for (String field : POSITION) {
                ObjectNode without = (ObjectNode) example.deepCopy();
                without.remove(field);
                assertThat(schema.validate(without.toString(), InputFormat.JSON)).isNotEmpty();
              }
            });
  }

  private static JsonNode bare(JsonNode kind) {
    ObjectNode bare = (ObjectNode) kind.deepCopy();
    ((ObjectNode) bare.path("properties")).remove(POSITION);
    ArrayNode required = bare.putArray("required");
    kind.path("required")
        .valueStream()
        .filter(field -> !POSITION.contains(field.stringValue()))
        .forEach(required::add);
    return bare;
  }

  private static JsonNode document(String topic) {
    return ProjectFiles.json("contract/src/main/resources/topics/" + topic + ".schema.json");
  }
}
