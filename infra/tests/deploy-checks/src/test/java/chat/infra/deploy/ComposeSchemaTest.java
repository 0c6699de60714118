package chat.infra.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.description.ProjectFiles;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The file for Docker Compose by itself: its form, what it needs, what it waits for. */
class ComposeSchemaTest {

  private static final String FILE = "docker-compose.yml";
  private static final String PUBLISHED =
      "infra/tests/deploy-checks/src/test/resources/compose/compose-spec.json";
  private static final Pattern VARIABLE = Pattern.compile("(?<!\\$)\\$\\{(\\w+)");
  private static final Pattern EXAMPLE = Pattern.compile("(?m)^#?([A-Z0-9_]+)=");
  private static final JsonNode COMPOSE = ProjectFiles.yaml(FILE);
  private static final Schema SCHEMA = schema();

  @Test
  void the_file_is_valid_by_the_schema_of_the_specification() {
    assertThat(errors(COMPOSE.toString())).isEmpty();
  }

  @Test
  void a_word_that_compose_does_not_know_is_found() {
    String misspelt = COMPOSE.toString().replace("\"depends_on\"", "\"dependson\"");

    assertThat(errors(misspelt)).isNotEmpty();
  }

  @Test
  void each_container_that_others_wait_for_reports_its_health_or_ends() {
    JsonNode services = COMPOSE.path("services");
    ProjectFiles.members(services)
        .forEach(
            (name, service) ->
                ProjectFiles.members(service.path("depends_on"))
                    .forEach(
                        (other, wait) -> {
                          boolean job = "setup".equals(other);
                          assertThat(wait.path("condition").asString())
                              .as("%s waits for %s", name, other)
                              .isEqualTo(
                                  job ? "service_completed_successfully" : "service_healthy");
                          assertThat(job || tellsItsHealth(services.path(other)))
                              .as("health of %s", other)
                              .isTrue();
                        }));
  }

  @Test
  void the_example_of_secrets_names_what_the_file_asks_for() {
    Set<String> asked = names(VARIABLE, ProjectFiles.text(FILE));

    assertThat(names(EXAMPLE, ProjectFiles.text(".env.example"))).isEqualTo(asked);
  }

  @Test
  void a_read_only_container_gets_its_secrets_as_files() {
    COMPOSE
        .path("services")
        .valueStream()
        .filter(service -> service.path("read_only").asBoolean(false))
        .flatMap(service -> service.path("secrets").valueStream())
        .map(secret -> COMPOSE.path("secrets").path(secret.asString()))
        .forEach(secret -> assertThat(secret.propertyNames()).containsExactly("file"));
  }

  @Test
  void every_file_that_is_mounted_or_built_from_is_there() {
    COMPOSE
        .path("services")
        .valueStream()
        .flatMap(service -> service.path("volumes").valueStream())
        .map(volume -> volume.asString().split(":", -1)[0])
        .filter(source -> source.startsWith("./"))
        .forEach(source -> assertThat(ProjectFiles.ROOT.resolve(source)).exists());
  }

  private static boolean tellsItsHealth(JsonNode service) {
    // Our own images have a health check of their own.
    return service.has("build") || service.path("healthcheck").has("test");
  }

  private static Set<String> names(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Error> errors(String compose) {
    return SCHEMA.validate(compose, InputFormat.JSON);
  }

  private static Schema schema() {
    ObjectNode schema = (ObjectNode) ProjectFiles.json(PUBLISHED);
    schema.remove("$id"); // A relative one, which the validator does not take.
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(schema);
  }
}
