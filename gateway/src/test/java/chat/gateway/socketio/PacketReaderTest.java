package chat.gateway.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chat.gateway.engineio.MalformedPacket;
import java.util.Objects;
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
    SocketPacket packet = PacketReader.read(text);

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
    assertThatExceptionOfType(MalformedPacket.class).isThrownBy(() -> PacketReader.read(text));
  }

  @Test
  void depth_is_bounded() {
    String deep = "2[\"foo\"," + "[".repeat(100) + "]".repeat(100) + "]";

    assertThatExceptionOfType(MalformedPacket.class).isThrownBy(() -> PacketReader.read(deep));
  }

  @Test
  void data_take_the_places_that_name_them() throws MalformedPacket {
    Reassembly reassembly = new Reassembly(1000);

    assertThat(
            reassembly.text(
                "52-/admin,7[\"baz\",{\"_placeholder\":true,\"num\":1},{\"x\":[{\"num\":0,\"_placeholder\":true}]}]"))
        .isNull();
    assertThat(reassembly.data(new byte[] {1})).isNull();
    SocketPacket packet = Objects.requireNonNull(reassembly.data(new byte[] {2}));

    assertThat(packet.id()).isEqualTo(7);
    assertThat(payload(packet).at("/1").binaryValue()).containsExactly(2);
    assertThat(payload(packet).at("/2/x/0").binaryValue()).containsExactly(1);
    assertThat(reassembly.text("2[\"next\"]")).isNotNull();
  }

  @Test
  void a_packet_of_a_binary_type_may_have_no_data() throws MalformedPacket {
    assertThat(new Reassembly(10).text("50-[\"foo\"]")).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1", "\"0\"", "0.5", "null", "99999999999"})
  void a_place_for_data_that_do_not_come_is_refused(String number) throws MalformedPacket {
    Reassembly reassembly = new Reassembly(1000);
    reassembly.text("51-[\"a\",{\"_placeholder\":true,\"num\":" + number + "}]");

    assertThatExceptionOfType(MalformedPacket.class)
        .isThrownBy(() -> reassembly.data(new byte[] {1}));
  }

  @Test
  void nothing_comes_between_a_packet_and_its_data() throws MalformedPacket {
    Reassembly reassembly = new Reassembly(1000);
    reassembly.text("51-[\"a\",{\"_placeholder\":true,\"num\":0}]");

    assertThatExceptionOfType(MalformedPacket.class).isThrownBy(() -> reassembly.text("2[\"b\"]"));
    assertThatExceptionOfType(MalformedPacket.class)
        .isThrownBy(() -> new Reassembly(1000).data(new byte[] {1}));
  }

  @Test
  void data_are_bounded_like_one_message() throws MalformedPacket {
    Reassembly reassembly = new Reassembly(100);
    reassembly.text("52-[\"a\",{\"_placeholder\":true,\"num\":0}]");
    reassembly.data(new byte[50]);

    assertThatExceptionOfType(MalformedPacket.class)
        .isThrownBy(() -> reassembly.data(new byte[50]));
  }

  @Test
  void a_place_in_a_packet_that_is_not_binary_is_an_object_like_any() throws MalformedPacket {
    SocketPacket packet =
        Objects.requireNonNull(
            new Reassembly(100).text("2[\"a\",{\"_placeholder\":true,\"num\":0}]"));

    assertThat(payload(packet).get(1).isObject()).isTrue();
  }

  private static JsonNode payload(SocketPacket packet) {
    return Objects.requireNonNull(packet.payload());
  }
}
