package chat.infra.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.event.RoomEvent;
import chat.contract.event.RoomEventCodec;
import chat.contract.event.Signal;
import chat.contract.event.SignalCodec;
import chat.contract.file.FileEvent;
import chat.contract.file.FileEventCodec;
import chat.contract.log.Topic;
import chat.contract.presence.Presence;
import chat.contract.presence.PresenceCodec;
import chat.contract.presence.SessionEvent;
import chat.contract.presence.SessionEventCodec;
import chat.contract.user.UserEvent;
import chat.contract.user.UserEventCodec;
import chat.infra.description.ProjectFiles;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The schemas of the topics' records, held against the code that writes and reads them: what one
 * takes, the other takes.
 */
class TopicSchemasTest {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  /** One topic: its schema, and its codec as JSON in, what was understood, JSON out. */
  record Described(
      String topic,
      Function<byte[], Object> decode,
      Function<Object, byte[]> encode,
      Set<Class<?>> kinds) {

    JsonNode document() {
      return ProjectFiles.json("contract/src/main/resources/topics/" + topic + ".schema.json");
    }

    Schema schema() {
      return REGISTRY.getSchema(withoutId(document()));
    }

    Stream<JsonNode> examples() {
      return document().path("examples").valueStream();
    }

    boolean takes(JsonNode record) {
      try {
        return decode.apply(record.toString().getBytes(UTF_8)) != null;
      } catch (IllegalArgumentException refused) {
        return false;
      }
    }

    @Override
    public String toString() {
      return topic;
    }
  }

  static List<Described> topics() {
    return List.of(
        new Described(
            Topic.MESSAGES,
            RoomEventCodec::decode,
            event -> RoomEventCodec.encode((RoomEvent) event),
            Set.of(RoomEvent.class.getPermittedSubclasses())),
        new Described(
            Topic.SIGNALS,
            SignalCodec::decode,
            signal -> SignalCodec.encode((Signal) signal),
            Set.of(Signal.class.getPermittedSubclasses())),
        new Described(
            Topic.SESSIONS,
            SessionEventCodec::decode,
            event -> SessionEventCodec.encode((SessionEvent) event),
            Set.of(SessionEvent.class)),
        new Described(
            Topic.PRESENCE,
            PresenceCodec::decode,
            presence -> PresenceCodec.encode((Presence) presence),
            Set.of(Presence.class)),
        new Described(
            Topic.FILES,
            FileEventCodec::decode,
            event -> FileEventCodec.encode((FileEvent) event),
            Set.of(FileEvent.class.getPermittedSubclasses())),
        new Described(
            Topic.USERS,
            UserEventCodec::decode,
            event -> UserEventCodec.encode((UserEvent) event),
            Set.of(UserEvent.class.getPermittedSubclasses())));
  }

  @ParameterizedTest
  @MethodSource("topics")
  void examples_are_there_for_every_kind_and_are_written_as_they_are_read(Described topic) {
    Set<Class<?>> kinds = new HashSet<>();
    topic
        .examples()
        .forEach(
            example -> {
              assertThat(topic.schema().validate(example.toString(), InputFormat.JSON)).isEmpty();
              Object record = topic.decode.apply(example.toString().getBytes(UTF_8));
              assertThat(JSON.readTree(topic.encode.apply(record))).isEqualTo(example);
              kinds.add(record.getClass());
            });
    assertThat(kinds).isEqualTo(topic.kinds);
  }

  @ParameterizedTest
  @MethodSource("topics")
  void the_code_reads_each_record_that_the_schema_accepts(Described topic) {
    List<JsonNode> taken =
        topic
            .examples()
            .flatMap(TopicSchemasTest::distorted)
            .filter(
                record -> topic.schema().validate(record.toString(), InputFormat.JSON).isEmpty())
            .toList();

    assertThat(taken).allMatch(topic::takes);
  }

  @ParameterizedTest
  @MethodSource("topics")
  void the_schema_refuses_each_record_that_the_code_refuses_for_a_missing_field(Described topic) {
    List<JsonNode> refused =
        topic
            .examples()
            .flatMap(TopicSchemasTest::distorted)
            .filter(record -> !topic.takes(record))
            .toList();

    assertThat(refused)
        .hasSizeGreaterThan(3)
        .noneMatch(
            record -> topic.schema().validate(record.toString(), InputFormat.JSON).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("topics")
  void no_field_is_written_that_the_schema_does_not_tell_of(Described topic) {
    JsonNode strict = topic.document();
    strict.path("oneOf").forEach(kind -> ((ObjectNode) kind).put("additionalProperties", false));
    Schema schema = REGISTRY.getSchema(withoutId(strict));

    topic
        .examples()
        .forEach(
            example -> assertThat(schema.validate(example.toString(), InputFormat.JSON)).isEmpty());
  }

  @Test
  void every_topic_that_has_a_codec_has_a_schema() {
    assertThat(ProjectFiles.under("contract/src/main/resources/topics", ".json"))
        .allMatch(file -> Topic.ALL.stream().anyMatch(topic -> file.contains(topic.name())));
  }

  /** Without each field in turn, then with each holding something that it never does. */
  private static Stream<JsonNode> distorted(JsonNode example) {
    return example.propertyNames().stream()
        .flatMap(
            name -> {
              ObjectNode without = (ObjectNode) example.deepCopy();
              without.remove(name);
              ObjectNode wrong = (ObjectNode) example.deepCopy();
              wrong.put(name, 1.5);
              return Stream.of(without, wrong);
            });
  }

  private static JsonNode withoutId(JsonNode schema) {
    ((ObjectNode) schema).remove("$id");
    return schema;
  }
}
