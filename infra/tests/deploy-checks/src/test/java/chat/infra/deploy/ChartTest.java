package chat.infra.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.infra.description.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The chart by itself: its form, its values, and the plain manifests that it renders. */
class ChartTest {

  private static final String MANIFESTS = "infra/deploy/k8s";
  private static final String VALUES = "infra/deploy/k8s-values.yaml";
  private static final String EVERYTHING = Chart.DIRECTORY + "/ci/everything-values.yaml";

  private final CustomObjects custom = new CustomObjects();

  @TempDir private Path directory;

  @Test
  void helm_finds_nothing_wrong() {
    assertThat(Chart.findings()).allMatch(finding -> finding.startsWith("[INFO]"));
  }

  /** Writes them with {@code -Dchat.write=true}. */
  @Test
  void the_plain_manifests_are_what_the_chart_renders() throws IOException {
    SortedMap<String, String> rendered = Chart.files(VALUES);
    if (Boolean.getBoolean("chat.write")) {
      for (String file : rendered.keySet()) {
        Files.writeString(manifest(file), rendered.get(file));
      }
    }
    SortedMap<String, String> written = new TreeMap<>();
    for (String file : ProjectFiles.under(MANIFESTS, ".yaml")) {
      written.put(Path.of(file).getFileName().toString(), ProjectFiles.text(file));
    }
    written.remove("secrets.example.yaml");

    assertThat(written).isEqualTo(rendered);
  }

  @ParameterizedTest
  @MethodSource("chat.infra.deploy.Chart#samples")
  void all_objects_are_what_kubernetes_and_the_other_projects_know(String values) {
    assertThat(Chart.objects(values))
        .hasSizeGreaterThan(10)
        .allSatisfy(
            object -> {
              assertThat(object.at("/metadata/namespace").asString("chat")).isIn("chat", "kafka");
              if (CustomObjects.has(object)) {
                assertThat(custom.errors(object)).as(object.toString()).isEmpty();
              } else {
                assertThat(Manifests.parse(object)).isNotNull();
              }
            });
  }

  @Test
  void an_unknown_field_and_a_wrong_value_of_another_projects_kind_are_found() {
    JsonNode topic = one("KafkaTopic");
    ((ObjectNode) topic.path("spec")).put("partition", 24);
    JsonNode route = one("HTTPRoute");
    ((ObjectNode) route.at("/spec/rules/0/timeouts")).put("request", "for ever");

    assertThat(custom.errors(topic)).singleElement().asString().contains("partition");
    assertThat(custom.errors(route)).singleElement().asString().contains("timeouts");
  }

  @Test
  void the_setup_job_is_a_hook_unless_hooks_are_off() {
    assertThat(kinds(Chart.objects())).doesNotContain("Job");
    assertThat(kinds(Chart.objects(VALUES))).contains("Job");
    assertThat(ProjectFiles.text(Chart.DIRECTORY + "/templates/setup.yaml"))
        .contains("helm.sh/hook: \"pre-install,pre-upgrade\"");
  }

  @Test
  void topics_outlive_the_release() {
    assertThat(Chart.objects(EVERYTHING).stream().filter(one -> is(one, "KafkaTopic")))
        .isNotEmpty()
        .allMatch(
            topic ->
                "keep"
                    .equals(
                        topic
                            .at("/metadata/annotations")
                            .path("helm.sh/resource-policy")
                            .asString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unknown: 1",
        "parts: {gateway: {replica: 3}}",
        "parts: {gateway: {replicas: 0}}",
        "parts: {gateway: {replicas: \"3\"}}",
        "parts: {gateway: {autoscaling: {kind: vpa}}}",
        "parts: {message-writer: {autoscaling: {kind: hpa}}}",
        "parts: {gateway: {resources: {limits: {memory: plenty}}}}",
        "settings: {CHAT_ROOMS_MAX_MEMBERS: 1000000}",
        "settings: {chat.rooms.max-members: \"5\"}",
        "kafka: {bootstrapServers: kafka}",
        "kafka: {partitions: 0}",
        "kafka: {strimzi: {users: true}}",
        "kafka: {replicationFactor: -1, strimzi: {topics: true}}",
        "redis: {url: \"redis://user:password@redis:6379\"}",
        "redis: {clusterNodes: \"redis://redis:6379\"}",
        "redis: {clusterNodes: \"redis\"}",
        "tracing: {ratio: \"1.5\"}",
        "httpRoute: {enabled: true}",
        "networkPolicy: {monitoringFrom: [{}]}",
        "public: {trustedProxies: [ingress]}"
      })
  void a_value_that_is_wrong_is_refused(String values) throws IOException {
    assertThatThrownBy(() -> Chart.rendered(file(values)))
        .hasMessageContaining("values don't meet the specifications of the schema");
  }

  @Test
  void the_schema_leaves_no_object_open() {
    JsonNode schema = ProjectFiles.json(Chart.DIRECTORY + "/values.schema.json");

    assertThat(within(schema))
        .filteredOn(one -> one.has("properties") && one.path("type").isString())
        .hasSizeGreaterThan(25)
        .allMatch(one -> "false".equals(one.path("additionalProperties").toString()));
  }

  @Test
  void a_changed_setting_replaces_pods() throws IOException {
    assertThat(checksum(Chart.objects(file("settings: {CHAT_ROOMS_AUTO_CREATE: \"false\"}"))))
        .isNotEqualTo(checksum(Chart.objects()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 30, 300})
  void a_gateway_has_the_time_that_it_needs_to_drain(int drainSeconds) throws IOException {
    JsonNode pod =
        gateway(Chart.objects(file("parts: {gateway: {drainSeconds: " + drainSeconds + "}}")))
            .at("/spec/template/spec");
    int pause = pod.at("/containers/0/lifecycle/preStop/sleep/seconds").asInt();

    assertThat(pause).isPositive();
    assertThat(pod.path("terminationGracePeriodSeconds").asDouble())
        .isGreaterThan(pause + 1.1 * drainSeconds + 10);
  }

  @Test
  void the_servers_of_a_redis_cluster_are_named_and_may_be_called() throws IOException {
    List<JsonNode> objects =
        Chart.objects(
            file(
                "redis: {url: \"rediss://one:6380\", clusterNodes:"
                    + " \"a.redis:6381,b.redis:6382\"}"));
    JsonNode settings = one(objects, "ConfigMap");
    assertThat(settings.at("/data/SPRING_DATA_REDIS_CLUSTER_NODES").asString())
        .isEqualTo("a.redis:6381,b.redis:6382");
    List<Integer> ports =
        objects.stream()
            .filter(one -> is(one, "NetworkPolicy"))
            .filter(one -> "presence-tracker".equals(one.at("/metadata/name").asString()))
            .flatMap(policy -> policy.at("/spec/egress").valueStream())
            .flatMap(rule -> rule.path("ports").valueStream())
            .map(port -> port.path("port").asInt())
            .toList();
    assertThat(ports).contains(6381, 6382).doesNotContain(6380);
    assertThat(one(Chart.objects(), "ConfigMap").path("data").propertyNames())
        .doesNotContain("SPRING_DATA_REDIS_CLUSTER_NODES");
  }

  private static Stream<JsonNode> within(JsonNode node) {
    return Stream.concat(Stream.of(node), node.valueStream().flatMap(ChartTest::within));
  }

  private static String checksum(List<JsonNode> objects) {
    return gateway(objects)
        .at("/spec/template/metadata/annotations")
        .path("checksum/settings")
        .asString();
  }

  private static JsonNode gateway(List<JsonNode> objects) {
    return objects.stream()
        .filter(one -> is(one, "Deployment"))
        .filter(one -> "gateway".equals(one.at("/metadata/name").asString()))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode one(String kind) {
    return one(Chart.objects(EVERYTHING), kind);
  }

  private static JsonNode one(List<JsonNode> objects, String kind) {
    return objects.stream().filter(object -> is(object, kind)).findFirst().orElseThrow();
  }

  private static List<String> kinds(List<JsonNode> objects) {
    return objects.stream().map(object -> object.path("kind").asString()).toList();
  }

  private static boolean is(JsonNode object, String kind) {
    return kind.equals(object.path("kind").asString());
  }

  private String file(String values) throws IOException {
    return Files.writeString(directory.resolve("values.yaml"), values).toString();
  }

  private static Path manifest(String file) {
    return ProjectFiles.ROOT.resolve(MANIFESTS).resolve(file);
  }
}
