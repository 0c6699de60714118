package chat.sockets.websocket;

import chat.sockets.fanout.Frame;
import chat.sockets.fanout.WireFormat;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.Deflater;

/**
 * Texts compressed (RFC 7692, permessage-deflate), each on its own: what a client got before is not
 * made use of, so a text is compressed once for all its readers, and nothing is kept for a socket.
 */
final class DeflatedFrames extends WebSocketFrames {

  static final WireFormat FORMAT = new DeflatedFrames();

  /** Shorter ones are hardly ever shorter when compressed. */
  private static final int LEAST_BYTES = 96;

  /** Ends what a flush writes, and is not sent (RFC 7692, 7.2.1). */
  private static final int TRAILER_BYTES = 4;

  /** Compression in little time: the shards wait for it. */
  private final ThreadLocal<Deflater> deflaters =
      ThreadLocal.withInitial(() -> new Deflater(Deflater.BEST_SPEED, true));

  private DeflatedFrames() {}

  @Override
  public int size(Frame frame) {
    if (frame.kind() == Frame.Kind.RAW) {
      return super.size(frame);
    }
    int length = frame.packed(this::deflate).length;
    return textHeaderSize(length) + length;
  }

  @Override
  public void put(Frame frame, ByteBuffer to) {
    byte[] packed = frame.kind() == Frame.Kind.RAW ? frame.bytes() : frame.packed(this::deflate);
    if (packed == frame.bytes()) {
      super.put(frame, to);
    } else {
      putHeader(COMPRESSED_TEXT, packed.length, to);
      to.put(packed);
    }
  }

  /** The same array if it is not worth while. */
  private byte[] deflate(byte[] text) {
    if (text.length < LEAST_BYTES) {
      return text;
    }
    Deflater deflater = deflaters.get();
    deflater.reset();
    deflater.setInput(text);
    byte[] packed = new byte[text.length];
    int length = deflater.deflate(packed, 0, packed.length, Deflater.SYNC_FLUSH);
    return length < packed.length ? Arrays.copyOf(packed, length - TRAILER_BYTES) : text;
  }
}
