package chat.infra.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.description.ProjectFiles;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * The documents of the contract by the schemas that OpenAPI and AsyncAPI publish of themselves.
 */
class SpecificationsTest {

  private static final String PUBLISHED = "infra/deploy-checks/src/test/resources/specifications/";
  private static final SchemaRegistry DRAFT_2020_12 =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final Schema OPENAPI =
      DRAFT_2020_12.getSchema(
          ProjectFiles.text(PUBLISHED + "openapi-3.1.json"), InputFormat.JSON);
  private static final Schema ASYNCAPI =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
          .getSchema(
              ProjectFiles.text(PUBLISHED + "asyncapi-3.0.0.json"), InputFormat.JSON);
  private static final Schema JSON_SCHEMA =
      DRAFT_2020_12.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

  private final JsonNode openapi = ProjectFiles.yaml("docs/openapi.yaml");
  private final JsonNode asyncapi = ProjectFiles.yaml("docs/asyncapi.yaml");

  @Test
  void calls_are_described_as_openapi_3_1_wants_it() {
    assertThat(openapi.path("openapi").asString()).startsWith("3.1.");
    assertThat(errors(OPENAPI, openapi.toString())).isEmpty();
  }

  @Test
  void frames_and_topics_are_described_as_asyncapi_3_0_wants_it() {
    assertThat(asyncapi.path("asyncapi").asString()).isEqualTo("3.0.0");
    assertThat(errors(ASYNCAPI, asyncapi.toString())).isEmpty();
  }

  @Test
  void what_they_say_of_json_are_schemas() {
    for (JsonNode document : List.of(openapi, asyncapi)) {
      assertThat(document.at("/components/schemas")).isNotEmpty();
      ProjectFiles.members(document.at("/components/schemas"))
          .forEach(
              (name, schema) ->
                  assertThat(errors(JSON_SCHEMA, schema.toString())).as(name).isEmpty());
    }
  }

  @Test
  void a_word_that_is_none_of_theirs_is_found() {
    assertThat(errors(OPENAPI, openapi.toString().replace("\"responses\"", "\"answers\"")))
        .isNotEmpty();
    assertThat(errors(ASYNCAPI, asyncapi.toString().replace("\"address\"", "\"place\"")))
        .isNotEmpty();
    assertThat(errors(JSON_SCHEMA, "{\"type\":\"text\"}")).isNotEmpty();
  }

  private static List<Error> errors(Schema schema, String document) {
    return schema.validate(document, InputFormat.JSON);
  }
}
