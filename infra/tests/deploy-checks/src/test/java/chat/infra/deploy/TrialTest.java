package chat.infra.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.description.ProjectFiles;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Compares the trial of Docker Compose with what it tries. It runs where an engine is, by hand. */
class TrialTest {

  private static final String OURS = "chat/";
  private static final Pattern FROM = Pattern.compile("(?m)^FROM ([^:\\s]+):");
  private static final Pattern STAND_IN = Pattern.compile("(?m)^    ([a-z0-9/-]+)\\)");
  private static final Pattern SERVICES = Pattern.compile("(?m)^ours=\\((.*)\\)$");
  private static final Pattern PLACE = Pattern.compile("(\\$\\{[a-z]\\w*})");
  private static final JsonNode COMPOSE = ProjectFiles.yaml("docker-compose.yml").path("services");

  @Test
  void each_image_that_is_pulled_is_known_to_the_stand_ins() {
    Stream<String> pulled =
        COMPOSE
            .valueStream()
            .map(service -> service.path("image").asString())
            .filter(image -> !image.startsWith(OURS))
            .map(image -> image.split(":", -1)[0]);
    String script = ProjectFiles.text("infra/deploy/trial/stand-ins");
    String chosen = script.substring(script.indexOf("stand_in() {"));

    assertThat(found(STAND_IN, chosen).toList())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(pulled, found(FROM, ProjectFiles.text("Dockerfile")))
                .collect(Collectors.toSet()));
  }

  @Test
  void the_stand_in_of_cassandra_fills_each_place_of_the_settings() {
    String settings = "infra/dev/dev-stack/src/main/resources/chat/infra/devstack/cassandra.yaml";

    assertThat(found(PLACE, ProjectFiles.text("infra/deploy/trial/stand-in/cassandra-entry")))
        .containsAll(found(PLACE, ProjectFiles.text(settings)).toList());
  }

  @Test
  void all_services_of_ours_are_looked_at() {
    List<String> ours =
        ProjectFiles.members(COMPOSE).entrySet().stream()
            .filter(entry -> entry.getValue().path("image").asString().startsWith(OURS))
            .map(entry -> entry.getKey())
            .toList();

    String script = ProjectFiles.text("infra/deploy/trial/run");
    assertThat(found(SERVICES, script).flatMap(names -> Stream.of(names.split(" ", -1))).toList())
        .containsExactlyInAnyOrderElementsOf(ours);
  }

  private static Stream<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1));
  }
}
