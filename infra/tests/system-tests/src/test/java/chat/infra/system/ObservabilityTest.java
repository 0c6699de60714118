package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Compares the queries of dashboard and alerts with the metrics of running services. */
@ExtendWith(RunningSystem.class)
class ObservabilityTest {

  private static final Pattern METRIC = Pattern.compile("\\b(?:chat|http|jvm|process)_\\w+");
  private static final Pattern EXPRESSION = Pattern.compile("(?m)^ +expr: (.+)$");
  private static final Pattern RUNBOOK = Pattern.compile("operations\\.md#(\\w+)");
  private static final Pattern LABELS = Pattern.compile("(?m)^(chat_\\w+)\\{");

  /** The metrics that Prometheus adds for each target. */
  private static final Set<String> OF_PROMETHEUS = Set.of("up");

  private final ChatSystem system;

  ObservabilityTest(ChatSystem system) {
    this.system = system;
  }

  @Test
  void every_query_asks_for_metrics_that_services_have() throws IOException {
    try (SocketClient talking =
        SocketClient.connect(
            system.gateway(1), User.register(new Rest(system.gateway(1), null), "m"), "metrics")) {
      talking.send(Map.of("type", "send", "room", "metrics", "content", "counted"));
      talking.take(1, "ack");
    }
    String told = allMetrics();

    Set<String> asked = new TreeSet<>();
    queries().forEach(query -> METRIC.matcher(query).results().forEach(m -> asked.add(m.group())));

    assertThat(asked).hasSizeGreaterThan(20).allMatch(metric -> told.contains("\n" + metric));
    assertThat(queries()).allMatch(query -> METRIC.matcher(query).find() || isOfPrometheus(query));
  }

  @Test
  void labels_of_our_metrics_are_few() {
    String[] lines = allMetrics().split("\n", -1);

    assertThat(LABELS.matcher(allMetrics()).results().map(found -> found.group(1)).distinct())
        .allSatisfy(
            metric ->
                assertThat(
                        Stream.of(lines)
                            .filter(line -> line.startsWith(metric + "{"))
                            .filter(line -> !line.contains("le=\""))
                            .count())
                    .as(metric)
                    .isLessThan(100));
  }

  @Test
  void every_alert_has_its_page_in_the_runbook() throws IOException {
    String pages = Files.readString(ChatSystem.root().resolve("docs/operations.md"));
    List<String> named =
        RUNBOOK.matcher(rules()).results().map(found -> found.group(1)).distinct().toList();

    assertThat(named).hasSizeGreaterThan(5);
    assertThat(named).allMatch(name -> pages.toLowerCase(Locale.ROOT).contains("### " + name));
  }

  private static boolean isOfPrometheus(String query) {
    return OF_PROMETHEUS.stream().anyMatch(query::startsWith);
  }

  private static List<String> queries() throws IOException {
    JsonNode dashboard =
        JsonMapper.shared()
            .readTree(
                Files.readString(
                    ChatSystem.root()
                        .resolve("infra/deploy/observability/grafana/dashboards/chat.json")));
    return Stream.concat(
            dashboard.findValues("expr").stream().map(JsonNode::stringValue),
            EXPRESSION.matcher(rules()).results().map(found -> found.group(1)))
        .toList();
  }

  private static String rules() throws IOException {
    Path rules = ChatSystem.root().resolve("infra/deploy/observability/rules/chat.yml");
    return Files.readString(rules);
  }

  /** The metrics of all services together. */
  private String allMetrics() {
    StringBuilder all = new StringBuilder("\n");
    JsonMapper.shared()
        .readTree(system.run("status", "--json"))
        .valueStream()
        .map(part -> part.path("managementPort").intValue(0))
        .filter(port -> port > 0)
        .map(port -> URI.create("http://127.0.0.1:" + port))
        .forEach(
            management ->
                all.append(new Rest(management, null).get("/actuator/prometheus").raw().body()));
    return all.toString();
  }
}
