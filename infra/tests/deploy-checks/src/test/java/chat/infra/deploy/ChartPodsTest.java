package chat.infra.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.description.ProjectFiles;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What the pods of the chart may do, whom they may call, and how they are configured. */
class ChartPodsTest {

  private static final String PLAIN = "infra/deploy/k8s-values.yaml";
  private static final JsonNode COMPOSED = ProjectFiles.yaml("docker-compose.yml").path("services");

  /** Told to the chart's own texts, not to services. */
  private static final Set<String> OF_KUBERNETES = Set.of("POD_IP", "JDK_JAVA_OPTIONS");

  /** Settings whose values say where something is, or how large a machine is. */
  private static final Set<String> OF_THE_PLACE =
      Set.of(
          "SPRING_KAFKA_BOOTSTRAP_SERVERS",
          "SPRING_CASSANDRA_CONTACT_POINTS",
          "SPRING_DATA_REDIS_URL",
          "CHAT_S3_ENDPOINT",
          "CHAT_WEB_TRUSTED_PROXIES",
          "CHAT_ACCOUNT_TOKEN_KEY_FILE",
          "CHAT_ACCOUNT_PEPPER_FILE",
          "CHAT_WRITER_EVENTS_PSEUDONYM_KEY_FILE",
          "CHAT_ACCOUNT_PASSWORD_REST_FACTOR",
          "CHAT_GATEWAY_DRAIN_TIME",
          "CHAT_GATEWAY_SOCKETIO_ADDRESS");

  @ParameterizedTest
  @MethodSource("chat.infra.deploy.Chart#samples")
  void pods_may_do_no_more_than_they_need(String values) {
    assertThat(pods(Chart.objects(values)).values())
        .hasSizeGreaterThan(3)
        .allSatisfy(
            pod -> {
              JsonNode container = pod.path("containers").get(0);
              assertThat(pod.path("automountServiceAccountToken").toString()).isEqualTo("false");
              assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
              assertThat(pod.at("/securityContext/seccompProfile/type").asString())
                  .isEqualTo("RuntimeDefault");
              assertThat(container.path("securityContext").toString())
                  .isEqualTo(
                      "{\"allowPrivilegeEscalation\":false,\"readOnlyRootFilesystem\":true,"
                          + "\"capabilities\":{\"drop\":[\"ALL\"]}}");
              assertThat(container.at("/resources/limits").has("memory")).isTrue();
              assertThat(container.at("/resources/requests").propertyNames())
                  .contains("cpu", "memory");
            });
  }

  @ParameterizedTest
  @MethodSource("chat.infra.deploy.Chart#samples")
  void every_name_in_a_pods_environment_is_a_setting_and_stands_once(String values) {
    Settings settings = Settings.all();
    List<JsonNode> objects = Chart.objects(values);
    Set<String> shared =
        new TreeSet<>(named(objects, "ConfigMap", "chat").path("data").propertyNames());
    pods(objects)
        .forEach(
            (part, pod) -> {
              List<String> names =
                  pod.at("/containers/0/env")
                      .valueStream()
                      .map(one -> one.path("name").asString())
                      .toList();
              assertThat(names).as(part).doesNotHaveDuplicates();
              assertThat(Stream.concat(names.stream(), shared.stream()))
                  .as(part)
                  .allMatch(name -> settings.knows(name) || OF_KUBERNETES.contains(name));
            });
  }

  @Test
  void defaults_are_those_of_docker_compose() {
    List<JsonNode> objects = Chart.objects(PLAIN);
    Map<String, JsonNode> shared =
        ProjectFiles.members(named(objects, "ConfigMap", "chat").path("data"));
    Set<String> compared = new HashSet<>();
    pods(objects)
        .forEach(
            (part, pod) -> {
              JsonNode composed = COMPOSED.path(part).path("environment");
              Stream.concat(
                      shared.entrySet().stream(),
                      pod.at("/containers/0/env")
                          .valueStream()
                          .filter(one -> one.has("value"))
                          .map(one -> Map.entry(one.path("name").asString(), one.path("value"))))
                  .filter(one -> composed.has(one.getKey()))
                  .filter(one -> !OF_THE_PLACE.contains(one.getKey()))
                  .forEach(
                      one -> {
                        compared.add(one.getKey());
                        assertThat(one.getValue().asString())
                            .as("%s of %s", one.getKey(), part)
                            .isEqualTo(byDefault(composed.path(one.getKey()).asString()));
                      });
            });
    assertThat(compared).hasSizeGreaterThan(10);
  }

  @Test
  void defaults_are_those_of_the_settings() {
    JsonNode values = ProjectFiles.yaml(Chart.DIRECTORY + "/values.yaml");

    assertThat(values.at("/kafka/partitions").asString())
        .isEqualTo(settingsDefault("chat.setup.partitions"));
    assertThat(values.at("/tracing/ratio").asString())
        .isEqualTo(settingsDefault("chat.tracing.ratio"));
    assertThat(values.at("/s3/bucket").asString()).isEqualTo(settingsDefault("chat.s3.bucket"));
  }

  @ParameterizedTest
  @MethodSource("chat.infra.deploy.Chart#samples")
  void management_is_for_monitoring_alone(String values) {
    JsonNode monitoring =
        ProjectFiles.yaml(Chart.DIRECTORY + "/values.yaml").at("/networkPolicy/monitoringFrom");

    assertThat(
            all(Chart.objects(values), "NetworkPolicy").stream()
                .flatMap(policy -> policy.at("/spec/ingress").valueStream())
                .filter(rule -> !rule.path("ports").toString().equals("[{\"port\":\"http\"}]")))
        .allSatisfy(
            rule -> {
              assertThat(rule.path("ports").toString()).isEqualTo("[{\"port\":\"management\"}]");
              assertThat(rule.path("from")).isEqualTo(monitoring);
            });
  }

  @Test
  void every_part_calls_only_its_backends_and_the_parts_that_it_needs() {
    assertThat(
            all(Chart.objects(PLAIN), "NetworkPolicy").stream()
                .collect(
                    Collectors.toMap(
                        policy -> policy.at("/spec/podSelector/matchLabels").iterator().next(),
                        policy -> ports(policy.at("/spec/egress"))))
                .entrySet()
                .stream()
                .collect(Collectors.toMap(one -> one.getKey().asString(), Map.Entry::getValue)))
        .isEqualTo(
            Map.of(
                "gateway", Set.of(53, 9092, 9042, 6379, 8080, 8090),
                "message-writer", Set.of(53, 9092, 9042),
                "webhook-sender", Set.of(53, 9092, 9042, 443),
                "presence-tracker", Set.of(53, 9092, 6379),
                "upload-service", Set.of(53, 9092, 9042, 6379, 443, 8080),
                "setup", Set.of(53, 9092, 9042)));
  }

  @Test
  void alerts_and_the_dashboard_are_those_of_the_observability_files() {
    List<JsonNode> objects = Chart.objects(Chart.DIRECTORY + "/ci/everything-values.yaml");
    String rules =
        ProjectFiles.yaml("infra/deploy/observability/rules/chat.yml")
            .path("groups")
            .toString()
            .replace("\"up == 0\"", "\"up{namespace=\\\"chat\\\"} == 0\"");

    assertThat(named(objects, "PrometheusRule", "chat").at("/spec/groups").toString())
        .isEqualTo(rules);
    assertThat(
            named(objects, "ConfigMap", "chat-dashboard").at("/data/chat.json").asString().strip())
        .isEqualTo(
            ProjectFiles.text("infra/deploy/observability/grafana/dashboards/chat.json").strip());
  }

  private static Set<Integer> ports(JsonNode rules) {
    return rules
        .valueStream()
        .flatMap(rule -> rule.path("ports").valueStream())
        .map(port -> port.path("port").asInt())
        .collect(Collectors.toSet());
  }

  private static String settingsDefault(String property) {
    return String.valueOf(
        Objects.requireNonNull(Settings.all().properties().get(property)).getDefaultValue());
  }

  private static String byDefault(String value) {
    return value.replaceFirst("^\\$\\{\\w+:-(.*)}$", "$1");
  }

  private static Map<String, JsonNode> pods(List<JsonNode> objects) {
    return objects.stream()
        .filter(object -> object.at("/spec/template/spec").has("containers"))
        .collect(
            Collectors.toMap(
                object -> object.at("/metadata/name").asString(),
                object -> object.at("/spec/template/spec")));
  }

  private static List<JsonNode> all(List<JsonNode> objects, String kind) {
    return objects.stream().filter(one -> kind.equals(one.path("kind").asString())).toList();
  }

  private static JsonNode named(List<JsonNode> objects, String kind, String name) {
    return all(objects, kind).stream()
        .filter(one -> name.equals(one.at("/metadata/name").asString()))
        .findFirst()
        .orElseThrow();
  }
}
