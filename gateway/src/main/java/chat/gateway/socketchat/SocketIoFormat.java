package chat.gateway.socketchat;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import chat.gateway.broadcast.CloseReason;
import chat.gateway.broadcast.Frame;
import chat.gateway.broadcast.Place;
import chat.gateway.broadcast.WireFormat;
import java.nio.ByteBuffer;

/**
 * How frames look to Socket.IO clients: an event is the object with its type as the name and, last,
 * the place from where a client that got it can go on; what answers a client's event is that
 * event's acknowledgement. Events are put together once for all clients.
 */
final class SocketIoFormat implements WireFormat {

  static final SocketIoFormat ONLY = new SocketIoFormat();

  private static final byte[] EVENT = "42[\"".getBytes(US_ASCII);
  private static final byte[] OBJECT = "\",".getBytes(US_ASCII);
  private static final byte[] END = "]".getBytes(US_ASCII);
  private static final byte[] PLACE = ",\"".getBytes(US_ASCII);
  private static final byte[] PLACE_END = "\"]".getBytes(US_ASCII);

  private SocketIoFormat() {}

  @Override
  public int size(Frame frame) {
    return switch (frame.kind()) {
      case RAW -> frame.bytes().length;
      case TEXT -> PacketRecords.size(Answer.packet(frame.bytes()).length);
      case EVENT -> PacketRecords.size(eventSize(frame));
    };
  }

  @Override
  public void put(Frame frame, ByteBuffer to) {
    switch (frame.kind()) {
      case RAW -> to.put(frame.bytes());
      case TEXT -> to.put(PacketRecords.of(Answer.packet(frame.bytes())));
      case EVENT -> {
        PacketRecords.begin(eventSize(frame), to);
        to.put(EVENT).put(frame.type().getBytes(US_ASCII)).put(OBJECT);
        to.put(frame.bytes());
        Place place = frame.place();
        if (place == null) {
          to.put(END);
        } else {
          to.put(PLACE).put(place.text()).put(PLACE_END);
        }
      }
    }
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
    byte[] end = PacketRecords.end(reason.code());
    if (reason.mayComeBack()) {
      return Frame.raw(end);
    }
    String word = reason.text().replace(' ', '_');
    String why =
        "42[\"error\",{\"type\":\"error\",\"code\":\"%s\",\"message\":\"%s\"}]"
            .formatted(word, reason.text());
    byte[] told = PacketRecords.of(why.getBytes(UTF_8));
    byte[] out = PacketRecords.of("41".getBytes(US_ASCII));
    return Frame.raw(
        ByteBuffer.allocate(told.length + out.length + end.length)
            .put(told)
            .put(out)
            .put(end)
            .array());
  }

  private static int eventSize(Frame frame) {
    Place place = frame.place();
    int end = place == null ? END.length : PLACE.length + place.text().length + PLACE_END.length;
    return EVENT.length + frame.type().length() + OBJECT.length + frame.bytes().length + end;
  }
}
