package chat.gateway.socketchat;

import chat.gateway.engineio.Outgoing;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * How packets lie in the bytes that fan-out puts together for all Socket.IO clients: each after its
 * length, as polling and WebSockets part them differently; and the end, with its code.
 */
final class PacketRecords {

  private static final int END = -1;

  private PacketRecords() {}

  /** How many bytes a packet takes. */
  static int size(int length) {
    return Integer.BYTES + length;
  }

  /** Says that a packet of so many bytes follows. */
  static void begin(int length, ByteBuffer to) {
    to.putInt(length);
  }

  /** A packet. */
  static byte[] of(byte[] packet) {
    return ByteBuffer.allocate(size(packet.length)).putInt(packet.length).put(packet).array();
  }

  /** Says that nothing follows. */
  static byte[] end(int code) {
    return ByteBuffer.allocate(2 * Integer.BYTES).putInt(END).putInt(code).array();
  }

  /**
   * Takes the packets out of bytes, up to their end or {@link #end}.
   *
   * @return the code of that, or 0 if there is none
   */
  static int read(ByteBuffer from, List<Outgoing> packets) {
    while (from.hasRemaining()) {
      int length = from.getInt();
      if (length == END) {
        return from.getInt();
      }
      byte[] packet = new byte[length];
      from.get(packet);
      packets.add(new Outgoing(packet, false));
    }
    return 0;
  }
}
