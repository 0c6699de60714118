package chat.gateway.session.socketio;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import chat.sockets.engineio.OutgoingPacket;
import chat.sockets.fanout.Batch;
import chat.sockets.fanout.CloseReason;
import chat.sockets.fanout.Frame;
import chat.sockets.fanout.ResumePoint;
import chat.sockets.websocket.WebSocketFrames;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Renders frames as packets of Socket.IO. An event's arguments are its object and, last, the
 * position from which the client can resume. An answer with a ref acknowledges the client's event
 * of that id; one without is an event. A raw frame is a packet.
 */
final class SocketIoFormat extends WebSocketFrames {

  static final SocketIoFormat ONLY = new SocketIoFormat();

  private static final byte[] EVENT = ascii("42[\"");
  private static final byte[] ARGUMENT = ascii("\",");
  private static final byte[] POSITION = ascii(",\"");
  private static final byte[] POSITION_END = ascii("\"");
  private static final byte[] ACK = ascii("43");
  private static final byte[] DONE = ascii("[{\"ok\":true");
  private static final byte[] REFUSED = ascii("[{\"ok\":false");
  private static final byte[] END = ascii("]");
  private static final byte[] DISCONNECT = ascii("41");

  private SocketIoFormat() {}

  /** The packets of frames, for a client that polls. */
  static List<OutgoingPacket> packets(Batch batch) {
    return batch.frames().stream()
        .flatMap(frame -> packets(frame).stream())
        .map(packet -> new OutgoingPacket(packet, false))
        .toList();
  }

  @Override
  public int size(Frame frame) {
    if (isText(frame)) {
      return frameSize(packetSize(frame));
    }
    return packets(frame).stream().mapToInt(packet -> frameSize(packet.length)).sum();
  }

  @Override
  public void put(Frame frame, ByteBuffer to) {
    if (isText(frame)) {
      putTextHeader(packetSize(frame), to);
      putPacket(frame, to);
    } else {
      for (byte[] packet : packets(frame)) {
        putFrame(packet, false, to);
      }
    }
  }

  /** Engine.IO has its own heartbeat. */
  @Override
  public @Nullable Frame ping() {
    return null;
  }

  /** The outlet closes the transport after this frame. */
  @Override
  public Frame close(CloseReason reason) {
    return Frame.close(reason, new byte[0]);
  }

  private static List<byte[]> packets(Frame frame) {
    return switch (frame.kind()) {
      case EVENT, ANSWER -> {
        ByteBuffer packet = ByteBuffer.allocate(packetSize(frame));
        putPacket(frame, packet);
        yield List.of(packet.array());
      }
      case RAW -> List.of(frame.bytes());
      case CLOSE -> closePackets(Objects.requireNonNull(frame.closeReason()));
    };
  }

  /**
   * A client that may come back gets nothing: its connection closes, and the libraries reconnect.
   * Another one gets the reason and is disconnected.
   */
  private static List<byte[]> closePackets(CloseReason reason) {
    if (reason.mayComeBack()) {
      return List.of();
    }
    String error =
        "42[\"error\",{\"type\":\"error\",\"code\":\"%s\",\"message\":\"%s\"}]"
            .formatted(reason.text().replace(' ', '_'), reason.text());
    return List.of(error.getBytes(UTF_8), DISCONNECT);
  }

  private static int packetSize(Frame frame) {
    byte[] ref = frame.ref();
    if (ref != null) {
      return ACK.length + ref.length + state(frame).length + fieldsSize(frame.bytes().length) + 1;
    }
    ResumePoint position = frame.position();
    int end = position == null ? 0 : POSITION.length + position.text().length + POSITION_END.length;
    return EVENT.length + frame.type().length() + ARGUMENT.length + textSize(frame) + end + 1;
  }

  private static void putPacket(Frame frame, ByteBuffer to) {
    byte[] ref = frame.ref();
    if (ref != null) {
      to.put(ACK).put(ref).put(state(frame));
      putFields(frame.bytes(), to);
    } else {
      to.put(EVENT).put(ascii(frame.type())).put(ARGUMENT);
      putText(frame, to);
      ResumePoint position = frame.position();
      if (position != null) {
        to.put(POSITION).put(position.text()).put(POSITION_END);
      }
    }
    to.put(END);
  }

  private static byte[] state(Frame answer) {
    return answer.type().equals("error") ? REFUSED : DONE;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
