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
  void it_has_the_kinds_of_the_room_log_with_their_positions_those_of_erased_users_and_one_more() {
    List<JsonNode> kinds = events.path("oneOf").valueStream().map(EventsSchemaTest::bare).toList();
    List<JsonNode> logged = messages.path("oneOf").valueStream().toList();
    List<JsonNode> further = kinds.subList(logged.size(), kinds.size());

    assertThat(kinds.subList(0, logged.size())).isEqualTo(logged);
    assertThat(further.stream().map(kind -> kind.at("/properties/type/const").stringValue()))
        .containsExactly("message", "edited", "event", "unreadable");
    assertThat(further.subList(0, 3))
        .allMatch(kind -> !kind.at("/properties/user").booleanValue(true));
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

    assertThat(events.path("examples").size()).isEqualTo(messages.path("examples").size() + 4);
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
