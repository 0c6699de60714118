package chat.sockets.engineio;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A packet from a client.
 *
 * @param text the text after the digit
 * @param data the data of a binary message, else null
 */
record IncomingPacket(PacketType type, String text, byte @Nullable [] data) {

  private static final char SEPARATOR = '\u001e';
  private static final char BINARY = 'b';

  /** Creates the packet of a WebSocket's binary message. */
  static IncomingPacket ofBinary(byte[] data) {
    return new IncomingPacket(PacketType.MESSAGE, "", data);
  }

  /** Reads the packet in a WebSocket's text. */
  static IncomingPacket ofText(String text) throws MalformedPacket {
    PacketType type = text.isEmpty() ? null : PacketType.of(text.charAt(0));
    if (type == null) {
      throw new MalformedPacket("a packet begins with a digit from 0 to 6");
    }
    return new IncomingPacket(type, text.substring(1), null);
  }

  /**
   * Reads the packets of a request's body, in order.
   *
   * @param most maximum number of packets
   * @throws MalformedPacket if any of them is malformed
   */
  static List<IncomingPacket> ofPayload(String payload, int most) throws MalformedPacket {
    List<IncomingPacket> packets = new ArrayList<>();
    int start = 0;
    for (int end = payload.indexOf(SEPARATOR); end >= 0; end = payload.indexOf(SEPARATOR, start)) {
      packets.add(ofPart(payload.substring(start, end)));
      if (packets.size() == most) {
        throw new MalformedPacket("at most " + most + " packets are expected");
      }
      start = end + 1;
    }
    packets.add(ofPart(payload.substring(start)));
    return packets;
  }

  private static IncomingPacket ofPart(String part) throws MalformedPacket {
    if (part.isEmpty() || part.charAt(0) != BINARY) {
      return ofText(part);
    }
    try {
      return ofBinary(Base64.getDecoder().decode(part.substring(1)));
    } catch (IllegalArgumentException e) {
      throw new MalformedPacket("binary data in a payload is base64");
    }
  }
}
