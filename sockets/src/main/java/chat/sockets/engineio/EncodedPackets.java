package chat.sockets.engineio;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Text packets that were put together once for many clients: a server's WebSocket frames (RFC 6455,
 * 5.2), each whole, one behind the other. A WebSocket gets them as they are; who polls gets what is
 * in them.
 *
 * @param frames at least one; not to be changed, but position and limit are the holder's own
 */
public record EncodedPackets(ByteBuffer frames) {

  private static final int CLOSE = 8;
  private static final int OPCODE = 0x0f;
  private static final int LENGTH_OF_2_BYTES = 126;
  private static final int LENGTH_OF_8_BYTES = 127;

  /**
   * Cuts a close frame off the end of frames.
   *
   * @return the code that it says; 0 if there is none
   */
  public static int cutClose(ByteBuffer frames) {
    int at = frames.position();
    while (at < frames.limit()) {
      int payload = payloadAt(frames, at);
      int length = lengthAt(frames, at);
      if ((frames.get(at) & OPCODE) == CLOSE) {
        frames.limit(at);
        return frames.duplicate().limit(payload + length).getShort(payload) & 0xffff;
      }
      at = payload + length;
    }
    return 0;
  }

  /** The packets one by one. */
  public List<OutgoingPacket> each() {
    List<OutgoingPacket> packets = new ArrayList<>();
    int at = frames.position();
    while (at < frames.limit()) {
      int payload = payloadAt(frames, at);
      byte[] packet = new byte[lengthAt(frames, at)];
      frames.get(payload, packet);
      packets.add(new OutgoingPacket(packet, false));
      at = payload + packet.length;
    }
    return packets;
  }

  /** How long the first packet is. */
  int firstLength() {
    return lengthAt(frames, frames.position());
  }

  /** The first packet, and the frames behind it. */
  ByteBuffer behindFirstHeader() {
    ByteBuffer rest = frames.duplicate();
    return rest.position(payloadAt(frames, frames.position()));
  }

  private static int payloadAt(ByteBuffer frames, int at) {
    return at
        + 2
        + switch (frames.get(at + 1)) {
          case LENGTH_OF_2_BYTES -> Short.BYTES;
          case LENGTH_OF_8_BYTES -> Long.BYTES;
          default -> 0;
        };
  }

  private static int lengthAt(ByteBuffer frames, int at) {
    return switch (frames.get(at + 1)) {
      case LENGTH_OF_2_BYTES -> frames.getShort(at + 2) & 0xffff;
      case LENGTH_OF_8_BYTES -> Math.toIntExact(frames.getLong(at + 2));
      default -> frames.get(at + 1);
    };
  }
}
