package chat.sockets.socketio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.sockets.engineio.OutgoingPacket;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The specification's examples of encoding, each as an Engine.IO message. */
class PacketWriterTest {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "CONNECT | /admin | {\"sid\":\"oSO0\"} | 40/admin,{\"sid\":\"oSO0\"}",
        "CONNECT_ERROR | / | {\"message\":\"Not authorized\"} | 44{\"message\":\"Not authorized\"}",
        "DISCONNECT | / | - | 41",
        "DISCONNECT | /admin | - | 41/admin,"
      })
  void a_packet_names_its_namespace_unless_it_is_the_main_one(
      PacketKind kind, String namespace, @Nullable String payload, String encoded) {
    JsonNode node = payload == null ? null : JsonMapper.shared().readTree(payload);

    assertThat(text(PacketWriter.packet(kind, namespace, node))).isEqualTo(encoded);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "EVENT | / | - | [\"foo\"] | 42[\"foo\"]",
        "EVENT | /admin | - | [\"bar\"] | 42/admin,[\"bar\"]",
        "EVENT | / | 12 | [\"foo\"] | 4212[\"foo\"]",
        "ACK | /admin | 13 | [\"bar\"] | 43/admin,13[\"bar\"]",
        "ACK | / | 0 | [] | 430[]"
      })
  void an_id_stands_between_namespace_and_payload(
      PacketKind kind, String namespace, @Nullable Long id, String payload, String encoded) {
    ArrayNode array = (ArrayNode) JsonMapper.shared().readTree(payload);

    List<OutgoingPacket> packets =
        EchoPackets.of(kind, PacketKind.BINARY_EVENT, namespace, id, array);

    assertThat(packets).extracting(PacketWriterTest::text).containsExactly(encoded);
  }

  @Test
  void data_follow_their_packet_which_counts_them() {
    ArrayNode payload = NODES.arrayNode().add("baz").add(new byte[] {1, 2}).add(new byte[] {3, 4});

    List<OutgoingPacket> packets =
        EchoPackets.of(PacketKind.EVENT, PacketKind.BINARY_EVENT, "/admin", null, payload);

    assertThat(text(packets.get(0)))
        .isEqualTo(
            "452-/admin,[\"baz\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
    assertThat(packets.get(1).bytes()).containsExactly(1, 2);
    assertThat(packets.get(2).bytes()).containsExactly(3, 4);
  }

  @Test
  void an_acknowledgement_with_data_is_of_another_kind() {
    ArrayNode payload = NODES.arrayNode().add("bar").add(new byte[] {1, 2, 3, 4});

    List<OutgoingPacket> packets =
        EchoPackets.of(PacketKind.ACK, PacketKind.BINARY_ACK, "/", 15L, payload);

    assertThat(text(packets.get(0))).isEqualTo("461-15[\"bar\",{\"_placeholder\":true,\"num\":0}]");
  }

  private static String text(OutgoingPacket packet) {
    return new String(packet.bytes(), UTF_8);
  }
}
