package chat.infra.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.description.ProjectFiles;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The documents of the contract by the schemas that OpenAPI and AsyncAPI publish of themselves. */
class SpecificationsTest {

  private static final String PUBLISHED =
      "infra/tests/deploy-checks/src/test/resources/specifications/";

  /**
   * JSON Schema by itself lets pass every word that it does not know; here such a word is an error.
   */
  private static final String NO_UNKNOWN_WORDS =
      """
      {"$schema": "https://json-schema.org/draft/2020-12/schema",
       "$id": "https://chat.example/no-unknown-words",
       "$dynamicAnchor": "meta",
       "$ref": "https://json-schema.org/draft/2020-12/schema",
       "unevaluatedProperties": false}
      """;

  private static final SchemaRegistry DRAFT_2020_12 =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final Schema OPENAPI = DRAFT_2020_12.getSchema(published("openapi-3.1.json"));
  private static final Schema ASYNCAPI =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
          .getSchema(published("asyncapi-3.0.0.json"));
  private static final Schema JSON_SCHEMA = DRAFT_2020_12.getSchema(NO_UNKNOWN_WORDS);

  private final JsonNode openapi = ProjectFiles.yaml("docs/openapi.yaml");
  private final JsonNode asyncapi = ProjectFiles.yaml("docs/asyncapi.yaml");

  @Test
  void calls_are_described_by_openapi_3_1() {
    assertThat(openapi.path("openapi").asString()).startsWith("3.1.");
    assertThat(errors(OPENAPI, openapi.toString())).isEmpty();
  }

  @Test
  void frames_and_topics_are_described_by_asyncapi_3_0() {
    assertThat(asyncapi.path("asyncapi").asString()).isEqualTo("3.0.0");
    assertThat(errors(ASYNCAPI, asyncapi.toString())).isEmpty();
  }

  @Test
  void descriptions_of_json_use_only_words_of_json_schema() {
    assertThat(schemas())
        .hasSizeGreaterThan(50)
        .allSatisfy(schema -> assertThat(errors(JSON_SCHEMA, schema.toString())).isEmpty());
  }

  @Test
  void an_unknown_word_is_found() {
    assertThat(errors(OPENAPI, openapi.toString().replace("\"responses\"", "\"answers\"")))
        .isNotEmpty();
    assertThat(errors(ASYNCAPI, asyncapi.toString().replace("\"address\"", "\"place\"")))
        .isNotEmpty();
    assertThat(errors(JSON_SCHEMA, "{\"type\":\"text\"}")).isNotEmpty();
    assertThat(errors(JSON_SCHEMA, "{\"properties\":{\"id\":{\"maxLenght\":64}}}")).isNotEmpty();
  }

  /** Those that have a name, those in place of one, and those of frames and records. */
  private Stream<JsonNode> schemas() {
    return Stream.of(
            openapi.at("/components/schemas").valueStream(),
            openapi.findValues("schema").stream(),
            asyncapi.at("/components/schemas").valueStream(),
            asyncapi.at("/components/messages").valueStream().map(one -> one.path("payload")),
            asyncapi.at("/components/messages").findValues("headers").stream())
        .flatMap(all -> all);
  }

  private static String published(String name) {
    return ProjectFiles.text(PUBLISHED + name);
  }

  private static List<String> errors(Schema schema, String document) {
    return schema.validate(document, InputFormat.JSON).stream()
        .map(error -> error.toString())
        .toList();
  }
}
