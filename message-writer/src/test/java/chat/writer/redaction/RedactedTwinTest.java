package chat.writer.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.contract.ApplicationData;
import chat.contract.Author;
import chat.contract.event.Attachment;
import chat.contract.event.Deleted;
import chat.contract.event.Edited;
import chat.contract.event.MemberChange;
import chat.contract.event.Message;
import chat.contract.event.Reaction;
import chat.contract.event.Role;
import chat.contract.event.RoomEvent;
import chat.contract.event.RoomEventCodec;
import chat.contract.log.CloudEventHeaders;
import chat.contract.log.EventFrame;
import chat.contract.log.RecordHeaders;
import chat.contract.log.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactedTwinTest {

  /** Of {@code printf 'user\0u1' | openssl dgst -sha256 -mac HMAC -macopt hexkey:00…}. */
  private static final String ANN = "2c93b0cc552a1645a0977ab8d76854e8";

  private static final String ROOM = "f10860217aae11f73c186c0ca0e14001";
  private static final String ID = "3578870c6c4ad26e43fedf27a1e24da8";
  private static final Author AUTHOR = new Author("u1", "ann");

  private final RedactedTwin twin = RedactedTwin.of(new byte[32]);

  @TempDir Path directory;

  @Test
  void a_message_keeps_its_place_its_times_and_the_lengths_of_what_it_loses() {
    Message message =
        new Message(
            "dev",
            "m-1",
            AUTHOR,
            "Hi 👋",
            5,
            3L,
            List.of(new Attachment("f-1", "ann.png", "image/png", 1024)),
            List.of("u1"),
            ApplicationData.of("{\"n\":1.50,\"ä\":[{}]}"),
            true);

    assertThat(valueOf(message))
        .isEqualTo(
            "{\"seq\":7,\"prev\":2,\"type\":\"message\",\"room\":\"%s\",\"id\":\"%s\","
                    .formatted(ROOM, ID)
                + "\"user\":{\"id\":\"%s\"},\"contentLength\":4,\"at\":5,\"replyTo\":3,"
                    .formatted(ANN)
                + "\"attachments\":[{\"contentType\":\"image/png\",\"size\":1024}],"
                + "\"mentions\":[\"%s\"],\"dataSize\":20,\"imported\":true}".formatted(ANN));
  }

  @Test
  void a_record_has_the_partition_the_headers_and_the_key_under_pseudonyms() {
    ProducerRecord<byte[], byte[]> record = of(new Deleted("dev", "m-1", AUTHOR, 3, 5));

    assertThat(record.topic()).isEqualTo(Topic.EVENTS_REDACTED);
    assertThat(record.partition()).isEqualTo(11);
    assertThat(record.timestamp()).isEqualTo(99);
    assertThat(new String(record.key(), UTF_8)).isEqualTo(ROOM);
    assertThat(record.headers())
        .extracting(header -> header.key() + "=" + new String(header.value(), UTF_8))
        .containsExactly(
            "ce_specversion=1.0",
            "ce_id=7",
            "ce_source=/chat/rooms/" + ROOM,
            "ce_type=chat.deleted",
            "ce_time=1970-01-01T00:00:00.099Z",
            "ce_subject=" + ID,
            "content-type=application/json",
            "ce_pseudonymkey=8379c776");
  }

  @Test
  void the_same_user_has_the_same_pseudonym_everywhere_and_another_one_with_another_key() {
    String member =
        valueOf(
            new MemberChange(
                "dev", "m-1", AUTHOR, MemberChange.Action.KICKED, Role.MEMBER, AUTHOR, null, 5));

    assertThat(member)
        .contains("\"user\":{\"id\":\"" + ANN + "\"}", "\"by\":{\"id\":\"" + ANN + "\"}")
        .contains("\"action\":\"kicked\",\"role\":\"member\"");
    byte[] otherKey = new byte[32];
    otherKey[0] = 1;
    RedactedTwin other = RedactedTwin.of(otherKey);
    assertThat(new String(other.beside(List.of(event("dev", "message", "{}"))).get(1).key(), UTF_8))
        .isNotEqualTo(ROOM);
  }

  @Test
  void an_edit_tells_the_new_length_and_that_data_were_removed() {
    assertThat(
            valueOf(new Edited("dev", "m-1", AUTHOR, 3, "ä", List.of(), ApplicationData.NONE, 5)))
        .contains("\"target\":3,\"contentLength\":1,\"dataSize\":0,\"at\":5}");
  }

  @ParameterizedTest
  @CsvSource({
    "👍, true",
    "❤️, true",
    ":), true",
    "👩‍💻, true",
    "ann, false",
    "🇦🇳🇳, false",
    "Ⓐ, false",
    "100%, false",
    "⠁⠝⠝, false",
    "安, false"
  })
  void reactions_stay_that_spell_nothing(String emoji, boolean stays) {
    String value = valueOf(new Reaction("dev", "m-1", AUTHOR, 3, emoji, false, 5));

    assertThat(value.contains("\"emoji\":\"" + emoji + "\"")).isEqualTo(stays);
    assertThat(value).contains("\"removed\":false");
  }

  @ParameterizedTest
  @CsvSource({"dm.abc, dm.", "p.abc, p.", "general, ''", "p-1, ''"})
  void names_of_rooms_that_the_system_makes_keep_their_prefix(String room, String prefix) {
    byte[] key = twin.beside(List.of(event(room, "message", "{}"))).get(1).key();

    assertThat(new String(key, UTF_8)).matches(prefix.replace(".", "\\.") + "[0-9a-f]{32}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"message\",\"room\":\"SECRET\"",
        "{\"type\":\"SECRET\",\"room\":\"dev\"}",
        "{\"type\":\"message\",\"type\":\"message\",\"content\":\"SECRET\"}",
        "{\"type\":\"message\",\"seq\":\"SECRET\"}",
        "{\"type\":\"message\",\"at\":99999999999999999999999}",
        "{\"type\":\"message\"}{\"content\":\"SECRET\"}",
        "{\"type\":7,\"content\":\"SECRET\"}",
        "{\"SECRET\"}",
        "{\"type\":\"unreadable\",\"room\":\"dev\"}"
      })
  void what_is_no_event_keeps_only_its_place(String value) {
    ProducerRecord<byte[], byte[]> record =
        twin.beside(List.of(event("dev", "message", value))).get(1);

    assertThat(new String(record.value(), UTF_8))
        .isEqualTo(
            "{\"seq\":7,\"prev\":2,\"type\":\"unreadable\",\"room\":\"%s\"}".formatted(ROOM));
  }

  @Test
  void a_type_that_is_not_known_is_not_named_in_the_headers_either() {
    ProducerRecord<byte[], byte[]> record =
        twin.beside(List.of(event("dev", "SECRET", "{\"type\":\"SECRET\"}"))).get(1);

    assertThat(record.headers().lastHeader(CloudEventHeaders.TYPE).value())
        .isEqualTo("chat.unreadable".getBytes(UTF_8));
  }

  @Test
  void fields_with_other_kinds_of_values_are_left_out() {
    String odd =
        "{\"type\":\"message\",\"room\":[\"SECRET\"],\"id\":{\"SECRET\":1},\"user\":\"SECRET\","
            + "\"content\":{\"id\":\"SECRET\"},\"mentions\":[{\"id\":\"SECRET\"},7],"
            + "\"attachments\":[\"SECRET\",{\"size\":\"SECRET\",\"contentType\":7}],"
            + "\"user2\":{\"id\":\"SECRET\"},\"removed\":\"SECRET\",\"at\":1.5,\"role\":\"SECRET\"}";

    assertThat(new String(twin.beside(List.of(event("dev", "message", odd))).get(1).value(), UTF_8))
        .isEqualTo(
            "{\"seq\":7,\"prev\":2,\"type\":\"message\",\"mentions\":[],\"attachments\":[{}]}");
  }

  @ParameterizedTest
  @CsvSource({
    "c2hvcnQ=, 5 bytes",
    "a, is not Base64",
    "'', 0 bytes",
    "-----BEGIN PRIVATE KEY-----AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=, is not Base64",
    "AAAAAAAAAAAAAAAAAAAAA AAAAAAAAAAAAAAAAAAAAAA=, is not Base64"
  })
  void a_key_that_is_none_is_refused_by_the_name_of_its_property(String text, String fault)
      throws Exception {
    Path file = Files.writeString(directory.resolve("key"), text, StandardCharsets.US_ASCII);

    assertThatThrownBy(() -> RedactedTwin.read("chat.some-key", file))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("chat.some-key: ")
        .hasMessageContaining(fault);
    assertThatThrownBy(() -> RedactedTwin.read("chat.some-key", directory.resolve("none")))
        .hasMessageContaining("can't be read");
  }

  @Test
  void a_key_may_be_broken_into_lines() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("key"),
            "A".repeat(21) + "\r\n" + "A".repeat(21) + "\nA=\n",
            StandardCharsets.US_ASCII);

    RedactedTwin read = RedactedTwin.read("chat.some-key", file);

    assertThat(new String(read.beside(List.of(event("dev", "message", "{}"))).get(1).key(), UTF_8))
        .isEqualTo(ROOM);
  }

  private String valueOf(RoomEvent event) {
    return new String(of(event).value(), UTF_8);
  }

  private ProducerRecord<byte[], byte[]> of(RoomEvent event) {
    String value = new String(RoomEventCodec.encode(event), UTF_8);
    return twin.beside(List.of(event(event.room(), event.type(), value))).get(1);
  }

  /** An event with seq 7 after seq 2, in partition 11, of the time 99. */
  private static ProducerRecord<byte[], byte[]> event(String room, String type, String value) {
    byte[] frame = EventFrame.of(value.getBytes(UTF_8), 7, 2);
    ProducerRecord<byte[], byte[]> event =
        new ProducerRecord<>(Topic.EVENTS, 11, 99L, room.getBytes(UTF_8), frame);
    CloudEventHeaders.write(event.headers()::add, room, type, 7, 99, RecordHeaders.bytes("m-1"));
    return event;
  }
}
