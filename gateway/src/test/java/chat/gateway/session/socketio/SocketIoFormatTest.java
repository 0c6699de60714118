package chat.gateway.session.socketio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.log.Seq;
import chat.gateway.log.StreamPosition;
import chat.sockets.engineio.EncodedPackets;
import chat.sockets.engineio.OutgoingPacket;
import chat.sockets.fanout.CloseReason;
import chat.sockets.fanout.Frame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SocketIoFormatTest {

  private final List<OutgoingPacket> packets = new ArrayList<>();

  @Test
  void an_event_has_its_type_for_a_name_and_the_object_of_all_clients() {
    byte[] json = bytes("{\"seq\":5,\"prev\":0,\"type\":\"message\",\"content\":\"é\"}");

    take(Frame.event("dev", "message", json), Frame.event("dev", "typing", bytes("{}")));

    assertTexts(
        "42[\"message\",{\"seq\":5,\"prev\":0,\"type\":\"message\",\"content\":\"é\"}]",
        "42[\"typing\",{}]");
  }

  @Test
  void an_event_ends_with_the_place_from_where_its_client_can_go_on() {
    StreamPosition place = StreamPosition.before(1, 24).with("dev", Seq.of(1, 5));
    String text = new String(place.text(), UTF_8);

    take(Frame.marker("recovered", bytes("{}"), place));

    assertTexts("42[\"recovered\",{},\"" + text + "\"]");
  }

  @Test
  void an_answer_acknowledges_what_it_answers() {
    take(
        Frame.text(bytes("{\"type\":\"ack\",\"ref\":\"17\",\"room\":\"dev\",\"seq\":5}")),
        Frame.text(bytes("{\"type\":\"done\",\"ref\":\"0\"}")));

    assertTexts("4317[{\"ok\":true,\"room\":\"dev\",\"seq\":5}]", "430[{\"ok\":true}]");
  }

  @Test
  void a_refusal_acknowledges_too() {
    take(
        Frame.text(
            bytes("{\"type\":\"error\",\"ref\":\"3\",\"code\":\"forbidden\",\"message\":\"no\"}")));

    assertTexts("433[{\"ok\":false,\"code\":\"forbidden\",\"message\":\"no\"}]");
  }

  @Test
  void what_answers_nothing_is_an_event() {
    take(Frame.text(bytes("{\"type\":\"joined\",\"room\":\"dev\",\"seq\":5}")));

    assertTexts("42[\"joined\",{\"type\":\"joined\",\"room\":\"dev\",\"seq\":5}]");
  }

  @Test
  void who_may_come_back_just_finds_the_connection_gone() {
    assertThat(take(SocketIoFormat.ONLY.close(CloseReason.TOO_SLOW))).isEqualTo(4460);
    assertTexts();
  }

  @Test
  void who_may_not_come_back_is_told_why_and_put_out() {
    assertThat(take(SocketIoFormat.ONLY.close(CloseReason.UNAUTHENTICATED))).isEqualTo(4401);
    assertTexts(
        "42[\"error\",{\"type\":\"error\",\"code\":\"unauthenticated\","
            + "\"message\":\"unauthenticated\"}]",
        "41");
  }

  @Test
  void a_ping_is_nothing_as_the_transport_has_its_own() {
    assertThat(take(SocketIoFormat.ONLY.ping())).isZero();
    assertTexts();
  }

  private int take(Frame... frames) {
    int size = 0;
    for (Frame frame : frames) {
      size += SocketIoFormat.ONLY.size(frame);
    }
    ByteBuffer buffer = ByteBuffer.allocate(size);
    for (Frame frame : frames) {
      SocketIoFormat.ONLY.put(frame, buffer);
    }
    assertThat(buffer.hasRemaining()).isFalse();
    int code = EncodedPackets.cutClose(buffer.flip());
    packets.addAll(new EncodedPackets(buffer).each());
    return code;
  }

  private void assertTexts(String... expected) {
    assertThat(packets)
        .extracting(packet -> new String(packet.bytes(), UTF_8))
        .containsExactly(expected);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
