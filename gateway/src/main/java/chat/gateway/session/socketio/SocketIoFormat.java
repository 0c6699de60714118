package chat.gateway.session.socketio;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import chat.sockets.fanout.CloseReason;
import chat.sockets.fanout.Frame;
import chat.sockets.fanout.ResumePoint;
import chat.sockets.websocket.WebSocketFrames;
import java.nio.ByteBuffer;

/**
 * How frames look to Socket.IO clients: an event is the object with its type as the name and, last,
 * the position from which the client can resume; what answers a client's event is that event's
 * acknowledgement. Events are put together once for all clients, as the frames of a WebSocket; for
 * who polls they are taken apart.
 */
final class SocketIoFormat extends WebSocketFrames {

  static final SocketIoFormat ONLY = new SocketIoFormat();

  private static final byte[] EVENT = "42[\"".getBytes(US_ASCII);
  private static final byte[] OBJECT = "\",".getBytes(US_ASCII);
  private static final byte[] END = "]".getBytes(US_ASCII);
  private static final byte[] POSITION = ",\"".getBytes(US_ASCII);
  private static final byte[] POSITION_END = "\"]".getBytes(US_ASCII);

  private SocketIoFormat() {}

  @Override
  public int size(Frame frame) {
    return switch (frame.kind()) {
      case RAW -> frame.bytes().length;
      case TEXT -> frameSize(Answer.packet(frame.bytes()).length);
      case EVENT -> frameSize(eventSize(frame));
    };
  }

  @Override
  public void put(Frame frame, ByteBuffer to) {
    switch (frame.kind()) {
      case RAW -> to.put(frame.bytes());
      case TEXT -> put(Answer.packet(frame.bytes()), to);
      case EVENT -> {
        putTextHeader(eventSize(frame), to);
        to.put(EVENT).put(frame.type().getBytes(US_ASCII)).put(OBJECT).put(frame.bytes());
        ResumePoint position = frame.position();
        if (position == null) {
          to.put(END);
        } else {
          to.put(POSITION).put(position.text()).put(POSITION_END);
        }
      }
    }
  }

  /** A packet as it goes onto a WebSocket. */
  static byte[] frame(byte[] packet) {
    ByteBuffer frame = ByteBuffer.allocate(frameSize(packet.length));
    put(packet, frame);
    return frame.array();
  }

  /** Heartbeats are Engine.IO's. */
  @Override
  public Frame ping() {
    return Frame.raw(new byte[0]);
  }

  /**
   * Who may come back finds the connection gone, by which the libraries come back; others are put
   * out, and told why.
   */
  @Override
  public Frame close(CloseReason reason) {
    Frame end = super.close(reason);
    if (reason.mayComeBack()) {
      return end;
    }
    String word = reason.text().replace(' ', '_');
    String why =
        "42[\"error\",{\"type\":\"error\",\"code\":\"%s\",\"message\":\"%s\"}]"
            .formatted(word, reason.text());
    byte[] told = frame(why.getBytes(UTF_8));
    byte[] out = frame("41".getBytes(US_ASCII));
    return Frame.raw(
        ByteBuffer.allocate(told.length + out.length + end.bytes().length)
            .put(told)
            .put(out)
            .put(end.bytes())
            .array());
  }

  private static void put(byte[] packet, ByteBuffer to) {
    putTextHeader(packet.length, to);
    to.put(packet);
  }

  private static int frameSize(int length) {
    return textHeaderSize(length) + length;
  }

  private static int eventSize(Frame frame) {
    ResumePoint position = frame.position();
    int end =
        position == null
            ? END.length
            : POSITION.length + position.text().length + POSITION_END.length;
    return EVENT.length + frame.type().length() + OBJECT.length + frame.bytes().length + end;
  }
}
