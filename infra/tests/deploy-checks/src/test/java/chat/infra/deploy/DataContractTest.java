package chat.infra.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.log.Topic;
import chat.infra.description.ProjectFiles;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The data contract by the Open Data Contract Standard: what it says of fields and retention is
 * what the schemas and the setup say. {@code -Dchat.write=true} writes these parts.
 */
class DataContractTest {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String FILE = "docs/data-contract.odcs.yaml";
  private static final String PUBLISHED =
      "infra/tests/deploy-checks/src/test/resources/specifications/odcs-3.1.0.json";

  private static final String COMPLETE =
      "prev is the seq of the event before in the room, without a hole.";

  private static final String COMPLETE_BY_KEY =
      "prev is the seq of the event before in the room. That event has no record here if a writer"
          + " without the key published it.";

  /** The topics whose records have a place in a room. */
  private static final List<String> RESOLVED = List.of(Topic.EVENTS, Topic.EVENTS_REDACTED);

  private final JsonNode contract = ProjectFiles.yaml(FILE);

  @Test
  void it_is_valid_by_the_published_schema_of_the_standard() {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2019_09)
            .getSchema(ProjectFiles.text(PUBLISHED));

    assertThat(schema.validate(contract.toString(), InputFormat.JSON)).isEmpty();
    String misspelt = contract.toString().replace("\"slaProperties\"", "\"slaProperty\"");
    assertThat(schema.validate(misspelt, InputFormat.JSON)).isNotEmpty();
  }

  @Test
  void its_topics_fields_and_times_are_those_of_schemas_and_setup() throws IOException {
    List<Object> topics = new ArrayList<>();
    List<Object> times = new ArrayList<>();
    for (Topic topic : Topic.ALL) {
      topics.add(object(topic));
      times.add(retention(topic));
    }
    RESOLVED.forEach(topic -> times.add(latency(topic)));
    Map<String, Object> parts = Map.of("schema", topics, "slaProperties", times);
    if (Boolean.getBoolean("chat.write")) {
      write(parts);
    }

    JsonNode expected = JSON.readTree(JSON.writeValueAsString(parts));
    JsonNode written = ProjectFiles.yaml(FILE);
    assertThat(written.path("slaProperties")).isEqualTo(expected.path("slaProperties"));
    for (int i = 0; i < topics.size(); i++) {
      assertThat(written.path("schema").path(i)).isEqualTo(expected.path("schema").path(i));
    }
    assertThat(written.path("schema").size()).isEqualTo(topics.size());
  }

  @Test
  void the_description_of_a_topic_is_a_whole_sentence_of_its_schema() {
    for (JsonNode object : contract.path("schema")) {
      String topic = object.path("name").stringValue();
      if (topic.equals(Topic.DEAD_LETTERS)) {
        continue;
      }
      String whole =
          ProjectFiles.json("contract/src/main/resources/topics/" + topic + ".schema.json")
              .path("description")
              .stringValue();

      assertThat(whole + " ").startsWith(object.path("description").stringValue() + " ");
    }
  }

  @Test
  void the_page_of_the_topics_names_the_same_retention() {
    String page = ProjectFiles.text("docs/topics.md");
    for (Topic topic : Topic.ALL) {
      String row =
          Pattern.compile("(?m)^\\| `" + Pattern.quote(topic.name()) + "` \\|.*$")
              .matcher(page)
              .results()
              .findFirst()
              .orElseThrow()
              .group();
      boolean isTwin = topic.name().equals(Topic.EVENTS_REDACTED);

      assertThat(row.split(" \\| ", -1)[3])
          .startsWith(isTwin ? "as `chat.events`" : words(topic.retention()));
    }
  }

  private static String words(Duration retention) {
    if (retention.isZero()) {
      return "compacted";
    }
    long days = retention.toDays();
    String hours = retention.toHours() == 1 ? "1 hour" : retention.toHours() + " hours";
    return days == 0 ? hours : days == 1 ? "1 day" : days + " days";
  }

  private static Map<String, Object> object(Topic topic) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("name", topic.name());
    object.put("physicalName", topic.name());
    object.put("physicalType", "topic");
    object.put("logicalType", "object");
    if (topic.name().equals(Topic.DEAD_LETTERS)) {
      object.put("description", "Records that a writer could not read, byte for byte.");
      return object;
    }
    TopicFields fields = new TopicFields(topic.name());
    object.put("description", fields.description());
    object.put("customProperties", List.of(TopicFields.custom("jsonSchema", fields.id())));
    object.put("properties", fields.properties());
    if (RESOLVED.contains(topic.name())) {
      object.put("quality", quality(topic.name()));
    }
    return object;
  }

  private static List<Object> quality(String topic) {
    return List.of(
        text("uniqueness", "seq is unique in a room, and grows."),
        text("completeness", topic.equals(Topic.EVENTS) ? COMPLETE : COMPLETE_BY_KEY),
        text("conformity", "Each record is valid by the JSON Schema of its topic."));
  }

  private static Map<String, Object> text(String dimension, String description) {
    Map<String, Object> rule = new LinkedHashMap<>();
    rule.put("type", "text");
    rule.put("dimension", dimension);
    rule.put("description", description);
    return rule;
  }

  private static Map<String, Object> retention(Topic topic) {
    boolean isDays = topic.retention().toDays() > 0;
    Map<String, Object> time = new LinkedHashMap<>();
    time.put("property", "retention");
    time.put("element", topic.name());
    if (topic.compacted()) {
      time.put("value", Topic.COMPACTION_LAG.toDays());
      time.put("unit", "d");
      time.put("description", "The least time; the last record of each key stays (compacted).");
    } else {
      time.put("value", isDays ? topic.retention().toDays() : topic.retention().toHours());
      time.put("unit", isDays ? "d" : "h");
    }
    return time;
  }

  private static Map<String, Object> latency(String topic) {
    Map<String, Object> time = new LinkedHashMap<>();
    time.put("property", "latency");
    time.put("element", topic);
    time.put("value", 1);
    time.put("unit", "s");
    time.put("description", "From the append to the log, at the 99th percentile.");
    return time;
  }

  private static void write(Map<String, Object> parts) throws IOException {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setWidth(120);
    String page = ProjectFiles.text(FILE);
    String kept = page.substring(0, page.indexOf("\nschema:") + 1);
    Map<String, Object> ordered = new LinkedHashMap<>();
    ordered.put("schema", parts.get("schema"));
    ordered.put("slaProperties", parts.get("slaProperties"));
    // Through JSON, so that equal parts are written in full and not as references.
    Object plain = JSON.readValue(JSON.writeValueAsString(ordered), Map.class);
    Files.writeString(ProjectFiles.ROOT.resolve(FILE), kept + new Yaml(options).dump(plain));
  }
}
