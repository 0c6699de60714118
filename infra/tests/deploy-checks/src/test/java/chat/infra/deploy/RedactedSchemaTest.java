package chat.infra.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.log.EventFrame;
import chat.contract.log.Topic;
import chat.infra.description.ProjectFiles;
import chat.writer.redaction.RedactedTwin;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The schema of the redacted twin, held against the code that makes the twin of an event. */
class RedactedSchemaTest {

  private static final String PUBLISHED =
      "infra/tests/deploy-checks/src/test/resources/published/chat.messages.jsonl";

  /** The examples have the pseudonyms of a key of zeros. */
  private final RedactedTwin twin = RedactedTwin.of(new byte[32]);

  private final JsonNode events = document(Topic.EVENTS);
  private final JsonNode redacted = document(Topic.EVENTS_REDACTED);

  @Test
  void its_examples_are_the_twins_of_the_examples_of_the_stream() {
    List<JsonNode> twins =
        events
            .path("examples")
            .valueStream()
            .map(example -> redact(example.toString().getBytes(UTF_8)))
            .toList();

    assertThat(redacted.path("examples").valueStream().toList()).isEqualTo(twins);
  }

  @Test
  void the_twin_of_each_published_record_is_valid_and_has_no_further_field() {
    ObjectNode strict = (ObjectNode) redacted.deepCopy();
    strict.remove("$id");
    strict.path("oneOf").forEach(kind -> ((ObjectNode) kind).put("additionalProperties", false));
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(strict);
    Stream<String> published =
        ProjectFiles.text(PUBLISHED)
            .lines()
            .map(record -> new String(EventFrame.of(record.getBytes(UTF_8), 7, 2), UTF_8));
    Stream<String> examples = events.path("examples").valueStream().map(JsonNode::toString);

    assertThat(Stream.concat(published, examples))
        .hasSizeGreaterThan(20)
        .allSatisfy(
            event ->
                assertThat(
                        schema.validate(redact(event.getBytes(UTF_8)).toString(), InputFormat.JSON))
                    .isEmpty());
    JsonNode unredacted = events.path("examples").get(0);
    assertThat(schema.validate(unredacted.toString(), InputFormat.JSON)).isNotEmpty();
  }

  private JsonNode redact(byte[] event) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(Topic.EVENTS, 0, 1L, "general".getBytes(UTF_8), event);
    return JsonMapper.shared().readTree(twin.beside(List.of(record)).get(1).value());
  }

  private static JsonNode document(String topic) {
    return ProjectFiles.json("contract/src/main/resources/topics/" + topic + ".schema.json");
  }
}
