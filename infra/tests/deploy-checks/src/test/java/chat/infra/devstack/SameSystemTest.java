package chat.infra.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.deploy.Settings;
import chat.infra.description.ProjectFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Compares the parts of Docker Compose with those of the launcher: one system, two ways. */
class SameSystemTest {

  /** The parts that only one of the two ways has; the launcher's writer also sends webhooks. */
  private static final Set<String> AROUND_IT =
      Set.of("proxy", "prometheus", "grafana", "webhook-sender");

  /** Of Kafka's settings, those that say where something is, or how large a machine is. */
  private static final Set<String> OF_THE_PLACE =
      Set.of(
          "controller.quorum.voters",
          "listeners",
          "advertised.listeners",
          "log.dirs",
          "num.network.threads",
          "num.io.threads",
          "background.threads",
          "log.cleaner.dedupe.buffer.size",
          "log.cleaner.io.buffer.size");

  /** By which a JVM takes flags; of a container's environment all that is no setting. */
  private static final String JVM_FLAGS = "JDK_JAVA_OPTIONS";

  private static final JsonNode SERVICES = ProjectFiles.yaml("docker-compose.yml").path("services");

  @TempDir private static Path directory;
  private static Map<String, Part> parts = Map.of();

  @BeforeAll
  static void ask_the_launcher() {
    DataDirectory data = DataDirectory.open(directory);
    Home home = new Home(ProjectFiles.ROOT);
    Secrets secrets = Secrets.of(data);
    parts =
        new ServiceParts(
                home, data, Shape.DEFAULT, secrets, new ClassArchives(home.classArchives(), false))
            .all().stream()
                .collect(Collectors.toMap(part -> serviceOf(part.name()), p -> p, (a, b) -> a));
  }

  @Test
  void the_same_parts_run() {
    Set<String> expected = new HashSet<>(parts.keySet());
    expected.addAll(Set.of("kafka", "cassandra", "redis", "s3"));
    expected.addAll(AROUND_IT);

    assertThat(Set.copyOf(SERVICES.propertyNames())).isEqualTo(expected);
    assertThat(SERVICES.path("gateway").path("deploy").path("replicas").asInt())
        .isEqualTo(Shape.DEFAULT.gateways());
  }

  @Test
  void they_listen_at_the_same_ports() {
    parts.forEach(
        (service, part) ->
            assertThat(exposed(service))
                .as(service)
                .isEqualTo(part.ports().boxed().collect(Collectors.toSet())));
    Shape shape = Shape.DEFAULT;
    assertThat(exposed("kafka")).containsExactly(shape.kafka());
    assertThat(exposed("cassandra")).containsExactly(shape.cassandra());
    assertThat(exposed("redis")).containsExactly(shape.redis());
    assertThat(exposed("s3")).containsExactly(shape.s3());
  }

  @Test
  void services_have_the_ports_that_the_launcher_gives_them() {
    parts.forEach(
        (service, part) -> {
          Map<String, String> environment = environment(service);
          if (part.managementPort() > 0) {
            assertThat(environment)
                .as(service)
                .containsEntry("MANAGEMENT_SERVER_PORT", Integer.toString(part.managementPort()));
          }
          if (part.port() > 0) {
            assertThat(environment)
                .as(service)
                .containsEntry("SERVER_PORT", Integer.toString(part.port()));
          }
        });
  }

  @Test
  void every_name_in_a_services_environment_is_a_setting() {
    Settings settings = Settings.all();
    parts.forEach(
        (service, part) ->
            assertThat(environment(service).keySet())
                .as(service)
                .allMatch(
                    name ->
                        settings.knows(name)
                            || part.environment().containsKey(name)
                            || name.equals(JVM_FLAGS)));
  }

  @Test
  void flags_of_a_containers_jvm_are_the_launchers() {
    parts.forEach(
        (service, part) -> {
          String command = String.join("\n", part.files().values());
          assertThat(words(environment(service).getOrDefault(JVM_FLAGS, "")))
              .as(service)
              .allMatch(command::contains);
        });
  }

  @Test
  void a_container_gets_the_settings_that_the_launcher_gives_its_service() {
    parts.forEach(
        (service, part) -> {
          Set<String> needed = new HashSet<>(part.environment().keySet());
          needed.removeIf(name -> !concerns(service, name));
          assertThat(environment(service).keySet()).as(service).containsAll(needed);
        });
  }

  @Test
  void a_container_has_the_memory_that_the_chart_gives_its_part() {
    Map<String, String> compose = new TreeMap<>();
    Map<String, String> chart = new TreeMap<>();
    ProjectFiles.members(ProjectFiles.yaml("infra/helm/chat/values.yaml").path("parts"))
        .forEach(
            (part, values) -> {
              chart.put(part, values.at("/resources/limits/memory").asString("none"));
              JsonNode limit = SERVICES.path(part).at("/deploy/resources/limits/memory");
              compose.put(part, limit.asString("none") + "i"); // 512M in Compose is 512Mi
            });

    assertThat(chart).hasSizeGreaterThan(4);
    assertThat(compose).isEqualTo(chart);
  }

  @Test
  void brokers_behave_alike_and_make_no_topics_by_themselves() throws IOException {
    Map<String, String> compose = environment("kafka");
    assertThat(compose).containsEntry("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
    brokerSettings()
        .forEach(
            (name, value) ->
                assertThat(compose)
                    .containsEntry(
                        "KAFKA_" + name.replace('.', '_').toUpperCase(Locale.ROOT), value));
  }

  private static Map<String, String> brokerSettings() throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Template.class.getResourceAsStream("kafka.properties")) {
      properties.load(in);
    }
    Map<String, String> settings = new TreeMap<>();
    properties.forEach((name, value) -> settings.put(name.toString(), value.toString()));
    settings.keySet().removeAll(OF_THE_PLACE);
    return settings;
  }

  /**
   * The launcher gives all addresses to each service; in containers each gets those of its
   * backends.
   */
  private static boolean concerns(String service, String name) {
    Set<String> backends =
        SERVICES.path(service).path("depends_on").propertyNames().stream()
            .collect(Collectors.toSet());
    return switch (name.split("_", -1)[0] + "_" + name.split("_", -1)[1]) {
      case "SPRING_CASSANDRA" -> backends.contains("cassandra");
      case "SPRING_DATA" -> backends.contains("redis");
      case "CHAT_S3" -> backends.contains("s3");
      case "CHAT_SERVICE" -> false; // the launcher's own key: its commands call these gateways only
      default -> true;
    };
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split(" ", -1)).filter(word -> !word.isEmpty()).toList();
  }

  private static Set<Integer> exposed(String service) {
    return ProjectFiles.texts(SERVICES.path(service).path("expose")).stream()
        .map(Integer::valueOf)
        .collect(Collectors.toSet());
  }

  private static Map<String, String> environment(String service) {
    Map<String, String> environment = new TreeMap<>();
    ProjectFiles.members(SERVICES.path(service).path("environment"))
        .forEach((name, value) -> environment.put(name, value.asString()));
    return environment;
  }

  private static String serviceOf(String part) {
    return part.replaceFirst("^gateway-\\d+$", "gateway");
  }
}
