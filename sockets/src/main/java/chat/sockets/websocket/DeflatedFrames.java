package chat.sockets.websocket;

import chat.sockets.fanout.Frame;
import chat.sockets.fanout.WireFormat;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;

/**
 * Compresses texts (RFC 7692, permessage-deflate) without context takeover, so that a text is
 * compressed once for all its receivers, and no state is kept for a socket.
 */
final class DeflatedFrames extends WebSocketFrames {

  static final WireFormat FORMAT = new DeflatedFrames();

  /** Texts below this size hardly ever shrink. */
  private static final int LEAST_BYTES = 96;

  /** The bytes at the end of a flush, which are not sent (RFC 7692, 7.2.1). */
  private static final int TRAILER_BYTES = 4;

  /** Fastest level, because the shards wait for the compression. */
  private final ThreadLocal<Deflater> deflaters =
      ThreadLocal.withInitial(() -> new Deflater(Deflater.BEST_SPEED, true));

  private DeflatedFrames() {}

  @Override
  public int size(Frame frame) {
    return isText(frame) ? frame.encoded(this::encode).length : super.size(frame);
  }

  @Override
  public void put(Frame frame, ByteBuffer to) {
    if (isText(frame)) {
      to.put(frame.encoded(this::encode));
    } else {
      super.put(frame, to);
    }
  }

  private byte[] encode(Frame frame) {
    ByteBuffer text = ByteBuffer.allocate(textSize(frame));
    putText(frame, text);
    byte[] packed = new byte[text.capacity()];
    int length = deflate(text.array(), packed);
    boolean isShorter = length > 0;
    int size = isShorter ? length : packed.length;
    ByteBuffer encoded = ByteBuffer.allocate(textHeaderSize(size) + size);
    if (isShorter) {
      putHeader(COMPRESSED_TEXT, size, encoded);
    } else {
      putTextHeader(size, encoded);
    }
    return encoded.put(isShorter ? packed : text.array(), 0, size).array();
  }

  /** Returns the length of the compressed text; 0 if it is no shorter. */
  private int deflate(byte[] text, byte[] packed) {
    if (text.length < LEAST_BYTES) {
      return 0;
    }
    Deflater deflater = deflaters.get();
    deflater.reset();
    deflater.setInput(text);
    int length = deflater.deflate(packed, 0, packed.length, Deflater.SYNC_FLUSH);
    return length < packed.length ? length - TRAILER_BYTES : 0;
  }
}
