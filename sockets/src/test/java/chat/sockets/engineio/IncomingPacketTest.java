package chat.sockets.engineio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IncomingPacketTest {

  @Test
  void a_text_is_a_digit_and_what_follows() throws MalformedPacket {
    assertThat(IncomingPacket.ofText("4hello"))
        .isEqualTo(new IncomingPacket(PacketType.MESSAGE, "hello", null));
    assertThat(IncomingPacket.ofText("2probe"))
        .isEqualTo(new IncomingPacket(PacketType.PING, "probe", null));
    assertThat(IncomingPacket.ofText("5"))
        .isEqualTo(new IncomingPacket(PacketType.UPGRADE, "", null));
  }

  @Test
  void a_payload_is_packets_with_record_separators_between() throws MalformedPacket {
    assertThat(IncomingPacket.ofPayload("4hello\u001e2\u001e4€", 50_000))
        .extracting(packet -> packet.type() + packet.text())
        .containsExactly("MESSAGEhello", "PING", "MESSAGE€");
  }

  @Test
  void binary_data_in_a_payload_is_base64_after_a_b() throws MalformedPacket {
    List<IncomingPacket> packets = IncomingPacket.ofPayload("4hello\u001ebAQIDBA==", 50_000);

    assertThat(packets.get(1).type()).isEqualTo(PacketType.MESSAGE);
    assertThat(packets.get(1).data()).containsExactly(1, 2, 3, 4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "7", "4a\u001e", "\u001e4a", "b***", "4a\u001ex", "bA"})
  void a_payload_with_anything_else_in_it_is_none(String payload) {
    assertThatExceptionOfType(MalformedPacket.class)
        .isThrownBy(() -> IncomingPacket.ofPayload(payload, 50_000));
  }

  @Test
  void a_payload_has_no_more_packets_than_anybody_gathers() throws MalformedPacket {
    assertThat(IncomingPacket.ofPayload("6\u001e".repeat(49_999) + "6", 50_000)).hasSize(50_000);
    assertThatExceptionOfType(MalformedPacket.class)
        .isThrownBy(() -> IncomingPacket.ofPayload("6\u001e".repeat(50_000) + "6", 50_000));
  }

  @Test
  void what_goes_out_is_joined_the_same_way() {
    List<OutgoingPacket> packets =
        List.of(
            OutgoingPacket.text("4hello"),
            OutgoingPacket.data(new byte[] {1, 2, 3, 4}),
            OutgoingPacket.text("2"));

    assertThat(new String(OutgoingPacket.payload(packets), UTF_8))
        .isEqualTo("4hello\u001ebAQIDBA==\u001e2");
  }
}
