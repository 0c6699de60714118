package chat.sockets.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chat.sockets.engineio.MalformedPacket;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ReassemblyTest {

  @Test
  void data_take_the_places_that_name_them() throws MalformedPacket {
    Reassembly reassembly = Bounds.reassembly(1000, head -> true);

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
    assertThat(Bounds.reassembly(10, head -> true).text("50-[\"foo\"]")).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1", "\"0\"", "0.5", "null", "99999999999"})
  void a_place_for_data_that_do_not_come_is_refused(String number) throws MalformedPacket {
    Reassembly reassembly = Bounds.reassembly(1000, head -> true);
    reassembly.text("51-[\"a\",{\"_placeholder\":true,\"num\":" + number + "}]");

    assertThatExceptionOfType(MalformedPacket.class)
        .isThrownBy(() -> reassembly.data(new byte[] {1}));
  }

  @Test
  void nothing_comes_between_a_packet_and_its_data() throws MalformedPacket {
    Reassembly reassembly = Bounds.reassembly(1000, head -> true);
    reassembly.text("51-[\"a\",{\"_placeholder\":true,\"num\":0}]");

    assertThatExceptionOfType(MalformedPacket.class).isThrownBy(() -> reassembly.text("2[\"b\"]"));
    assertThatExceptionOfType(MalformedPacket.class)
        .isThrownBy(() -> Bounds.reassembly(1000, head -> true).data(new byte[] {1}));
  }

  @Test
  void data_are_bounded_like_one_message() throws MalformedPacket {
    Reassembly reassembly = Bounds.reassembly(100, head -> true);
    reassembly.text("52-[\"a\",{\"_placeholder\":true,\"num\":0}]");
    reassembly.data(new byte[50]);

    assertThatExceptionOfType(MalformedPacket.class)
        .isThrownBy(() -> reassembly.data(new byte[50]));
  }

  @Test
  void a_place_in_a_packet_that_is_not_binary_is_an_object_like_any() throws MalformedPacket {
    SocketPacket packet =
        Objects.requireNonNull(
            Bounds.reassembly(100, head -> true)
                .text("2[\"a\",{\"_placeholder\":true,\"num\":0}]"));

    assertThat(payload(packet).get(1).isObject()).isTrue();
  }

  @Test
  void nothing_of_what_is_not_let_in_is_read_or_kept() throws MalformedPacket {
    Reassembly reassembly = Bounds.reassembly(10, head -> head.id() == null);

    assertThat(reassembly.text("52-7[\"a\", no JSON at all")).isNull();
    assertThat(reassembly.isHolding()).isFalse();
    assertThat(reassembly.data(new byte[100])).isNull();
    assertThat(reassembly.data(new byte[100])).isNull();
    assertThat(reassembly.text("2[\"b\"]")).isNotNull();
  }

  @Test
  void data_of_what_is_not_let_in_are_counted() throws MalformedPacket {
    Reassembly reassembly = Bounds.reassembly(10, head -> false);
    reassembly.text("51-[\"a\"]");

    assertThatExceptionOfType(MalformedPacket.class).isThrownBy(() -> reassembly.text("2[\"b\"]"));
    reassembly.data(new byte[1]);
    assertThatExceptionOfType(MalformedPacket.class).isThrownBy(() -> reassembly.data(new byte[1]));
  }

  private static JsonNode payload(SocketPacket packet) {
    return Objects.requireNonNull(packet.payload());
  }
}
