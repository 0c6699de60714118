package chat.sockets.engineio;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;

/**
 * A packet to a client, as it goes over a WebSocket: the same bytes serve all sockets and both
 * transports.
 *
 * @param bytes UTF-8 with the digit in front, or data; not to be changed
 * @param binary whether they are data
 */
public record OutgoingPacket(byte[] bytes, boolean binary) {

  private static final char SEPARATOR = '\u001e';
  private static final char BINARY = 'b';

  /** A packet that is text, its digit included. */
  public static OutgoingPacket text(String packet) {
    return new OutgoingPacket(packet.getBytes(StandardCharsets.UTF_8), false);
  }

  /** A message that is data. */
  public static OutgoingPacket data(byte[] data) {
    return new OutgoingPacket(data, true);
  }

  /** Packets as the body of an answer to a poll. */
  static byte[] payload(List<OutgoingPacket> packets) {
    ByteArrayOutputStream payload = new ByteArrayOutputStream(256);
    for (Iterator<OutgoingPacket> each = packets.iterator(); each.hasNext(); ) {
      OutgoingPacket packet = each.next();
      if (packet.binary) {
        payload.write(BINARY);
        payload.writeBytes(Base64.getEncoder().encode(packet.bytes));
      } else {
        payload.writeBytes(packet.bytes);
      }
      if (each.hasNext()) {
        payload.write(SEPARATOR);
      }
    }
    return payload.toByteArray();
  }
}
