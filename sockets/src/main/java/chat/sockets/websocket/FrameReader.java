package chat.sockets.websocket;

import chat.sockets.fanout.CloseReason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntSupplier;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * Parses the frames of a client (RFC 6455, 5.2 to 5.5) from pieces of any size. Checks the size of
 * a frame before it keeps the first byte of its payload. Holds memory only within a message, and
 * reserves it unless the message came at once.
 */
final class FrameReader {

  /** Handles the messages and control frames of a client. */
  interface Events {
    void text(String text);

    void data(byte[] data);

    void ping(byte[] payload);

    void pong();

    /** An empty fragment that does not end its message. */
    void emptyFragment();

    /** The client sent a close frame; nothing follows. */
    void close(byte[] payload);

    /** The client violated the protocol or a limit; nothing follows. */
    void broken(CloseReason reason);
  }

  /** Memory for an incomplete message. */
  interface Memory {
    /** Acquires more bytes; false if the message can't be held. */
    boolean reserve(int bytes);

    /** Releases all bytes. */
    void release();
  }

  private static final int CONTINUATION = 0;
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;

  private static final int FIN = 0x80;
  private static final int RESERVED_BITS = 0x70;
  private static final int COMPRESSED = 0x40;
  private static final int OPCODE = 0x0f;
  private static final int MASKED = 0x80;
  private static final int LENGTH = 0x7f;
  private static final int LENGTH_OF_2_BYTES = 126;
  private static final int LENGTH_OF_8_BYTES = 127;
  private static final int MAX_CONTROL = 125;
  private static final int MASK_BYTES = 4;
  private static final int MAX_HEADER = 14;
  private static final byte[] NOTHING = {};

  /**
   * From this size the memory of a message grows by a quarter, not twofold, to leave less of it
   * unused.
   */
  private static final int LARGE = 64 * 1024;

  private static final int SHARE_OF_LARGE = 4;

  private final Events events;
  private final Memory memory;
  private final IntSupplier maxMessage;
  private final boolean mayBeCompressed;
  private final boolean mayBeBinary;
  private final byte[] header = new byte[MAX_HEADER];
  private int headerLength;
  private boolean inPayload;
  private int payloadLength;
  private int payloadRead;
  private byte[] control = NOTHING;
  private byte[] message = NOTHING;
  private int messageLength;
  private boolean inMessage;
  private boolean isCompressed;
  private boolean isBinary;
  private boolean over;

  /**
   * Creates a reader for a new connection.
   *
   * @param maxMessage the longest message in bytes, over all its fragments, before and after
   *     inflation
   * @param mayBeCompressed whether compressed texts were agreed ({@link Compression})
   * @param mayBeBinary whether binary messages are allowed
   */
  FrameReader(
      Events events,
      Memory memory,
      IntSupplier maxMessage,
      boolean mayBeCompressed,
      boolean mayBeBinary) {
    this.events = events;
    this.memory = memory;
    this.maxMessage = maxMessage;
    this.mayBeCompressed = mayBeCompressed;
    this.mayBeBinary = mayBeBinary;
  }

  /** Reads all of the bytes. */
  void read(ByteBuffer bytes) {
    while (!over && (inPayload ? payload(bytes) : header(bytes))) {
      // on to the next part
    }
    if (over) {
      bytes.position(bytes.limit());
    }
  }

  /** Reads a header; returns whether it is complete and valid. */
  private boolean header(ByteBuffer bytes) {
    while (headerLength < headerNeeded()) {
      if (!bytes.hasRemaining()) {
        return false;
      }
      header[headerLength++] = bytes.get();
    }
    long length = length();
    CloseReason violation = violation(length);
    if (violation != null) {
      fail(violation);
      return false;
    }
    begin((int) length);
    return true;
  }

  private int headerNeeded() {
    if (headerLength < 2 || (header[1] & MASKED) == 0) {
      return 2; // An unmasked frame is refused, so the rest of its header is not needed.
    }
    return switch (header[1] & LENGTH) {
      case LENGTH_OF_2_BYTES -> 2 + Short.BYTES + MASK_BYTES;
      case LENGTH_OF_8_BYTES -> 2 + Long.BYTES + MASK_BYTES;
      default -> 2 + MASK_BYTES;
    };
  }

  private long length() {
    ByteBuffer fields = ByteBuffer.wrap(header);
    return switch (header[1] & LENGTH) {
      case LENGTH_OF_2_BYTES -> fields.getShort(2) & 0xffff;
      case LENGTH_OF_8_BYTES -> fields.getLong(2);
      default -> header[1] & LENGTH;
    };
  }

  private @Nullable CloseReason violation(long length) {
    boolean isFinal = (header[0] & FIN) != 0;
    boolean isWrong =
        (header[0] & RESERVED_BITS & ~allowedBits()) != 0
            || (header[1] & MASKED) == 0
            || switch (opcode()) {
              case TEXT -> inMessage;
              case BINARY -> inMessage || !mayBeBinary;
              case CONTINUATION -> !inMessage;
              case CLOSE, PING, PONG -> !isFinal || length > MAX_CONTROL;
              default -> true;
            };
    if (isWrong || length < 0) {
      return CloseReason.BAD_FRAME;
    }
    // A control frame within a message is no part of it.
    boolean isTooLarge = !isControl() && length > maxMessage.getAsInt() - messageLength;
    return isTooLarge ? CloseReason.FRAME_TOO_LARGE : null;
  }

  /** The first frame of a text says whether it is compressed. */
  private int allowedBits() {
    return mayBeCompressed && opcode() == TEXT ? COMPRESSED : 0;
  }

  private void begin(int length) {
    inPayload = true;
    payloadLength = length;
    payloadRead = 0;
    if (isControl()) {
      control = new byte[length];
    } else {
      if (!inMessage) {
        isBinary = opcode() == BINARY;
      }
      isCompressed |= (header[0] & COMPRESSED) != 0;
      inMessage = true;
    }
  }

  /** Reads a payload; returns whether it is complete. */
  private boolean payload(ByteBuffer bytes) {
    int count = Math.min(bytes.remaining(), payloadLength - payloadRead);
    if (isControl()) {
      unmask(bytes, control, payloadRead, count);
    } else {
      if (!ensureCapacity(messageLength + count)) {
        fail(CloseReason.TOO_SLOW);
        return false;
      }
      unmask(bytes, message, messageLength, count);
      messageLength += count;
    }
    payloadRead += count;
    if (payloadRead < payloadLength) {
      return false;
    }
    inPayload = false;
    headerLength = 0;
    tell();
    return true;
  }

  /** A message that came at once is handled at once, so it needs no reservation. */
  private boolean ensureCapacity(int needed) {
    if (needed <= message.length) {
      return true;
    }
    if (messageLength == 0 && needed == payloadLength && (header[0] & FIN) != 0) {
      message = new byte[needed];
      return true;
    }
    int more = needed < LARGE ? needed : needed / SHARE_OF_LARGE;
    int length = Math.min(maxMessage.getAsInt(), needed + more);
    if (!memory.reserve(length - message.length)) {
      return false;
    }
    message = Arrays.copyOf(message, length);
    return true;
  }

  private void unmask(ByteBuffer bytes, byte[] to, int start, int count) {
    bytes.get(to, start, count);
    int mask = headerNeeded() - MASK_BYTES;
    for (int i = 0; i < count; i++) {
      to[start + i] ^= header[mask + (payloadRead + i & MASK_BYTES - 1)];
    }
  }

  private void tell() {
    switch (opcode()) {
      case PING -> events.ping(control);
      case PONG -> events.pong();
      case CLOSE -> {
        end();
        events.close(control);
      }
      default -> {
        if ((header[0] & FIN) != 0) {
          message();
        } else if (payloadLength == 0) {
          events.emptyFragment();
        }
      }
    }
    control = NOTHING;
  }

  private void message() {
    byte[] bytes = message;
    int length = messageLength;
    boolean inflate = isCompressed;
    inMessage = false;
    isCompressed = false;
    message = NOTHING;
    messageLength = 0;
    memory.release();
    if (isBinary) {
      events.data(length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
    } else if (inflate) {
      inflate(bytes, length);
    } else {
      text(bytes, length);
    }
  }

  private void inflate(byte[] compressed, int length) {
    try {
      int most = maxMessage.getAsInt();
      byte[] text = Inflation.inflate(compressed, length, most);
      if (text.length > most) {
        fail(CloseReason.FRAME_TOO_LARGE);
      } else {
        text(text, text.length);
      }
    } catch (DataFormatException e) {
      fail(CloseReason.BAD_FRAME);
    }
  }

  private void text(byte[] bytes, int length) {
    String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
    if (text.indexOf('\ufffd') < 0 || isUtf8(ByteBuffer.wrap(bytes, 0, length))) {
      events.text(text);
    } else {
      fail(CloseReason.BAD_FRAME);
    }
  }

  private void fail(CloseReason reason) {
    end();
    events.broken(reason);
  }

  private static boolean isUtf8(ByteBuffer bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(bytes);
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** The bytes of memory for an incomplete message. */
  int kept() {
    return message.length;
  }

  /**
   * Ignores further bytes and frees the memory. Called on the reading thread, or when no thread
   * reads.
   */
  void end() {
    over = true;
    message = NOTHING;
    memory.release();
  }

  private boolean isControl() {
    return opcode() >= CLOSE;
  }

  private int opcode() {
    return header[0] & OPCODE;
  }
}
