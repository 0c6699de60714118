package chat.infra.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.deploy.TopicSchemasTest.Described;
import chat.infra.description.ProjectFiles;
import com.networknt.schema.InputFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Records as they were once written, one a line in {@code published}: topics still hold such, and
 * consumers were written by them. Lines are added, never changed or taken away.
 */
class PublishedRecordsTest {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String TOPICS = "chat.infra.deploy.TopicSchemasTest#topics";

  @ParameterizedTest
  @MethodSource(TOPICS)
  void published_records_are_still_valid_and_readable(Described topic) {
    assertThat(published(topic))
        .isNotEmpty()
        .allMatch(topic::takes)
        .allSatisfy(
            record ->
                assertThat(topic.schema().validate(record.toString(), InputFormat.JSON)).isEmpty());
  }

  @ParameterizedTest
  @MethodSource(TOPICS)
  void consumers_still_find_each_published_field(Described topic) {
    for (JsonNode record : published(topic)) {
      Set<String> today =
          topic
              .examples()
              .filter(example -> kind(example).equals(kind(record)))
              .flatMap(example -> fields("", example))
              .collect(Collectors.toSet());

      assertThat(fields("", record)).as("%s", record).isSubsetOf(today);
    }
  }

  @ParameterizedTest
  @MethodSource(TOPICS)
  void every_field_of_today_is_published(Described topic) {
    assertThat(topic.examples().flatMap(PublishedRecordsTest::fieldsOfKind))
        .isSubsetOf(
            published(topic).stream()
                .flatMap(PublishedRecordsTest::fieldsOfKind)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  private static Stream<String> fieldsOfKind(JsonNode record) {
    return fields("", record).map(field -> kind(record) + field);
  }

  private static String kind(JsonNode record) {
    return record.path("type").stringValue() + " " + record.path("action").stringValue("");
  }

  /** Each place in a record, with what kind of value it has. */
  private static Stream<String> fields(String place, JsonNode value) {
    if (value.isObject()) {
      return value.propertyStream().flatMap(it -> fields(place + "/" + it.getKey(), it.getValue()));
    }
    if (value.isArray()) {
      return value.valueStream().flatMap(item -> fields(place + "/*", item));
    }
    return Stream.of(place + " " + value.getNodeType());
  }

  private static List<JsonNode> published(Described topic) {
    String file =
        "infra/tests/deploy-checks/src/test/resources/published/" + topic.topic() + ".jsonl";
    return ProjectFiles.text(file).lines().map(JSON::readTree).toList();
  }
}
