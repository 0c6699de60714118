package chat.infra.setup;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.log.Topic;
import chat.infra.deploy.Chart;
import chat.infra.description.ProjectFiles;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Compares the chart's topics and users of Kafka with the setup job and the table of rights. */
class ChartTopicsTest {

  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| ([a-z ]+) \\| ([^|]+) \\|");
  private static final SetupSettings SETTINGS =
      new SetupSettings(24, (short) 3, 2, Duration.ofDays(7), "{}");
  private static final List<JsonNode> OBJECTS =
      Chart.objects(Chart.DIRECTORY + "/ci/everything-values.yaml");

  @Test
  void topics_are_those_of_the_setup_job() {
    Map<String, Map<String, String>> expected = new LinkedHashMap<>();
    Topic.ALL.forEach(topic -> expected.put(topic.name(), TopicSetup.config(topic, SETTINGS)));

    assertThat(topics()).isEqualTo(expected);
  }

  @Test
  void users_have_the_rights_that_the_operators_page_lists() {
    String page = ProjectFiles.text("docs/operations.md");
    String table = page.substring(page.indexOf("| | Kafka | Cassandra"));
    SortedMap<String, Set<String>> listed = new TreeMap<>();
    ROW.matcher(table.substring(0, table.indexOf("\n\n")))
        .results()
        .forEach(row -> listed.put(row.group(1).replace(' ', '-'), rights(row.group(2))));

    assertThat(users()).isEqualTo(listed);
  }

  /** Such as: read and write topics; describe the group. Without a verb, groups are read. */
  private static Set<String> rights(String cell) {
    Set<String> rights = new TreeSet<>();
    for (String clause : cell.split(";", -1)) {
      List<String> names =
          clause.contains("every topic")
              ? Topic.ALL.stream().map(Topic::name).toList()
              : QUOTED.matcher(clause).results().map(match -> match.group(1)).toList();
      String words = clause.replaceAll("`[^`]*`", "");
      String resource = words.contains("group") ? "group" : "topic";
      if (words.contains("transactional ids")) {
        resource = "transactionalId";
      }
      String pattern = words.contains("begin with") ? "prefix" : "literal";
      for (String operation : operations(words)) {
        for (String name : names) {
          rights.add(String.join(" ", resource, pattern, name, operation));
        }
      }
    }
    return rights;
  }

  private static List<String> operations(String words) {
    List<String> found =
        Map.of(
                "read", "Read",
                "write", "Write",
                "create", "Create",
                "delete", "Delete",
                "describe", "Describe",
                "settings", "DescribeConfigs")
            .entrySet()
            .stream()
            .filter(word -> words.contains(word.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    return found.isEmpty() ? List.of("Read") : found;
  }

  private static Map<String, Map<String, String>> topics() {
    return all("KafkaTopic").stream()
        .collect(
            Collectors.toMap(
                topic -> topic.at("/metadata/name").asString(),
                topic -> {
                  assertThat(topic.at("/spec/partitions").asInt()).isEqualTo(24);
                  assertThat(topic.at("/spec/replicas").asInt()).isEqualTo(3);
                  return ProjectFiles.members(topic.at("/spec/config")).entrySet().stream()
                      .collect(
                          Collectors.toMap(Map.Entry::getKey, one -> one.getValue().asString()));
                }));
  }

  private static SortedMap<String, Set<String>> users() {
    SortedMap<String, Set<String>> users = new TreeMap<>();
    for (JsonNode user : all("KafkaUser")) {
      Set<String> rights = new TreeSet<>();
      for (JsonNode acl : user.at("/spec/authorization/acls")) {
        JsonNode resource = acl.path("resource");
        acl.path("operations")
            .forEach(
                operation ->
                    rights.add(
                        resource.path("type").asString()
                            + " "
                            + resource.path("patternType").asString()
                            + " "
                            + resource.path("name").asString()
                            + " "
                            + operation.asString()));
      }
      users.put(user.at("/metadata/name").asString().replaceFirst("^chat-", ""), rights);
    }
    return users;
  }

  private static List<JsonNode> all(String kind) {
    return OBJECTS.stream().filter(one -> kind.equals(one.path("kind").asString())).toList();
  }
}
