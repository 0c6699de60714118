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
public record Outgoing(byte[] bytes, boolean binary) {

  private static final char SEPARATOR = '\u001e';
  private static final char BINARY = 'b';

  /** A packet that is text, its digit included. */
  public static Outgoing text(String packet) {
    return new Outgoing(packet.getBytes(StandardCharsets.UTF_8), false);
  }

  /** A message that is data. */
  public static Outgoing data(byte[] data) {
    return new Outgoing(data, true);
  }

  /** Packets as the body of an answer to a poll. */
  static byte[] payload(List<Outgoing> packets) {
    ByteArrayOutputStream payload = new ByteArrayOutputStream(256);
    for (Iterator<Outgoing> each = packets.iterator(); each.hasNext(); ) {
      Outgoing packet = each.next();
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
