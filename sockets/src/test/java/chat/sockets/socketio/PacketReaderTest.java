package chat.sockets.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chat.sockets.engineio.MalformedPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class PacketReaderTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "0 | CONNECT | / | - | -",
        "0/admin, | CONNECT | /admin | - | -",
        "0/admin | CONNECT | /admin | - | -",
        "0/admin,{\"token\":\"123\"} | CONNECT | /admin | - | {\"token\":\"123\"}",
        "1 | DISCONNECT | / | - | -",
        "1/admin, | DISCONNECT | /admin | - | -",
        "1/admin | DISCONNECT | /admin | - | -",
        "2[\"foo\"] | EVENT | / | - | [\"foo\"]",
        "2/admin,[\"bar\",1] | EVENT | /admin | - | [\"bar\",1]",
        "212[\"foo\"] | EVENT | / | 12 | [\"foo\"]",
        "20[\"foo\"] | EVENT | / | 0 | [\"foo\"]",
        "2[1,2] | EVENT | / | - | [1,2]",
        "3/admin,13[\"bar\"] | ACK | /admin | 13 | [\"bar\"]",
        "313[] | ACK | / | 13 | []",
      })
  void a_packet_is_type_namespace_id_and_payload(
      String text, PacketKind kind, String namespace, Long id, String payload)
      throws MalformedPacket {
    SocketPacket packet = read(text);

    assertThat(packet.kind()).isEqualTo(kind);
    assertThat(packet.namespace()).isEqualTo(namespace);
    assertThat(packet.id()).isEqualTo(id);
    JsonNode read = packet.payload();
    assertThat(read == null ? null : read.toString()).isEqualTo(payload);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "abc",
        "7",
        "4{}",
        "4\"no\"",
        "2",
        "2{}",
        "2[]",
        "2[{}]",
        "2[null]",
        "2\"foo\"",
        "2abc[\"foo\"]",
        "2-1[\"foo\"]",
        "21.5[\"foo\"]",
        "21234567890123456[\"foo\"]",
        "2[\"foo\"",
        "2[\"foo\"]]",
        "2[\"foo\"] x",
        "2[\"foo\",{\"a\":1,\"a\":2}]",
        "2[\"connect\"]",
        "2[\"disconnect\"]",
        "2[\"newListener\"]",
        "0[]",
        "0\"x\"",
        "1{}",
        "1[]",
        "3[\"no id\"]",
        "31",
        "31{}",
        "5[\"foo\"]",
        "5-[\"foo\"]",
        "5a-[\"foo\"]",
        "565-[\"foo\"]",
        "59999999999-[\"foo\"]",
        "6-1[\"foo\"]"
      })
  void anything_else_is_none(String text) {
    assertThatExceptionOfType(MalformedPacket.class).isThrownBy(() -> read(text));
  }

  @Test
  void depth_is_bounded() {
    String deep = "2[\"foo\"," + "[".repeat(100) + "]".repeat(100) + "]";

    assertThatExceptionOfType(MalformedPacket.class).isThrownBy(() -> read(deep));
  }

  @Test
  void so_is_what_a_small_text_may_become() {
    String many = "2[\"foo\"" + ",[]".repeat(100_000) + "]";

    assertThatExceptionOfType(MalformedPacket.class).isThrownBy(() -> read(many));
  }

  private static SocketPacket read(String text) throws MalformedPacket {
    return Bounds.READER.read(text, PacketHead.read(text, 64));
  }
}
