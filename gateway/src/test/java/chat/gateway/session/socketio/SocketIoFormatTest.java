package chat.gateway.session.socketio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.log.Seq;
import chat.gateway.log.StreamPosition;
import chat.sockets.engineio.OutgoingPacket;
import chat.sockets.fanout.Batch;
import chat.sockets.fanout.CloseReason;
import chat.sockets.fanout.Frame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
        Frame.answer("ack", "17", bytes("{\"room\":\"dev\",\"seq\":5}")),
        Frame.answer("done", "0", bytes("{}")));

    assertTexts("4317[{\"ok\":true,\"room\":\"dev\",\"seq\":5}]", "430[{\"ok\":true}]");
  }

  @Test
  void a_refusal_acknowledges_too() {
    take(Frame.answer("error", "3", bytes("{\"code\":\"forbidden\",\"message\":\"no\"}")));

    assertTexts("433[{\"ok\":false,\"code\":\"forbidden\",\"message\":\"no\"}]");
  }

  @Test
  void what_answers_nothing_is_an_event() {
    take(
        Frame.answer("joined", null, bytes("{\"room\":\"dev\",\"seq\":5}")),
        Frame.answer("done", null, bytes("{}")));

    assertTexts(
        "42[\"joined\",{\"type\":\"joined\",\"room\":\"dev\",\"seq\":5}]",
        "42[\"done\",{\"type\":\"done\"}]");
  }

  @Test
  void who_may_come_back_just_finds_the_connection_gone() {
    take(SocketIoFormat.ONLY.close(CloseReason.TOO_SLOW));
    assertTexts();
  }

  @Test
  void who_may_not_come_back_is_told_why_and_put_out() {
    take(SocketIoFormat.ONLY.close(CloseReason.UNAUTHENTICATED));
    assertTexts(
        "42[\"error\",{\"type\":\"error\",\"code\":\"unauthenticated\","
            + "\"message\":\"unauthenticated\"}]",
        "41");
  }

  @Test
  void a_ping_is_nothing_as_the_transport_has_its_own() {
    assertThat(SocketIoFormat.ONLY.ping()).isNull();
  }

  /** The packets of frames, the same for clients with a WebSocket and for clients that poll. */
  private void take(Frame... frames) {
    int size = 0;
    for (Frame frame : frames) {
      size += SocketIoFormat.ONLY.size(frame);
    }
    ByteBuffer buffer = ByteBuffer.allocate(size);
    for (Frame frame : frames) {
      SocketIoFormat.ONLY.put(frame, buffer);
    }
    assertThat(buffer.hasRemaining()).isFalse();
    packets.addAll(SocketIoFormat.packets(new Frames(List.of(frames))));
    ByteBuffer expected = ByteBuffer.allocate(size);
    packets.forEach(packet -> expected.put(header(packet.bytes().length)).put(packet.bytes()));
    assertThat(buffer.array()).isEqualTo(expected.array());
  }

  private record Frames(List<Frame> frames) implements Batch {
    @Override
    public @Nullable CloseReason closeReason() {
      return null;
    }
  }

  private static byte[] header(int length) {
    return length <= 125
        ? new byte[] {(byte) 0x81, (byte) length}
        : new byte[] {(byte) 0x81, 126, (byte) (length >> 8), (byte) length};
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
