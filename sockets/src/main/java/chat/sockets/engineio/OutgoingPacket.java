package chat.sockets.engineio;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;

/**
 * A packet to a client. All sockets and both transports use the same bytes.
 *
 * @param bytes UTF-8 with the digit in front, or data; not to be changed
 * @param binary whether they are data
 */
public record OutgoingPacket(byte[] bytes, boolean binary) {

  private static final char SEPARATOR = '\u001e';
  private static final char BINARY = 'b';

  /** Creates a packet from its text with the digit. */
  public static OutgoingPacket text(String packet) {
    return new OutgoingPacket(packet.getBytes(StandardCharsets.UTF_8), false);
  }

  /** Creates a binary message. */
  public static OutgoingPacket data(byte[] data) {
    return new OutgoingPacket(data, true);
  }

  /** Encodes packets as the answer to a poll. */
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
