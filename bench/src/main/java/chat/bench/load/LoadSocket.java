package chat.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A minimal client WebSocket: its server is known and well-behaved. */
final class LoadSocket {

  private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(US_ASCII);
  private static final int TEXT = 0x81;
  private static final int OPCODE = 0x0f;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int MASKED = 0x80;

  private final int number;
  private final String room;
  private final boolean joins;
  private final SocketChannel channel;
  private final Dialect dialect;
  private final Tally tally;
  private byte[] left = {};
  private volatile boolean isOpen;
  private volatile boolean isReady;

  /**
   * A socket whose connection is in progress.
   *
   * @param joins whether it joins the room
   */
  LoadSocket(
      int number, String room, boolean joins, SocketChannel channel, Dialect dialect, Tally tally) {
    this.number = number;
    this.room = room;
    this.joins = joins;
    this.channel = channel;
    this.dialect = dialect;
    this.tally = tally;
  }

  int number() {
    return number;
  }

  String room() {
    return room;
  }

  boolean joins() {
    return joins;
  }

  SocketChannel channel() {
    return channel;
  }

  /** Sends the upgrade request after the TCP connection is open. */
  void shakeHands(String host) {
    String head =
        """
        GET %s HTTP/1.1\r
        Host: %s\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        \r
        """;
    write(ByteBuffer.wrap(head.formatted(dialect.path(this), host).getBytes(US_ASCII)));
  }

  /** Marks the socket as ready. */
  void ready() {
    if (!isReady) {
      isReady = true;
      tally.ready();
    }
  }

  /** Repeats the requests that it needs to become ready, if it is not. */
  void again() {
    if (isOpen && !isReady) {
      dialect.again(this);
    }
  }

  /** Sends a text. */
  void send(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    write(frame(TEXT, bytes));
  }

  /**
   * Reads the available bytes.
   *
   * @param buffer a scratch buffer for this call
   * @return false at the end of the stream
   */
  boolean read(ByteBuffer buffer) throws IOException {
    buffer.clear().put(left);
    int count = channel.read(buffer);
    buffer.flip();
    long now = System.nanoTime();
    if (!isOpen) {
      open(buffer);
    }
    while (isOpen && frame(buffer, now)) {
      // continue with the next frame
    }
    left = new byte[buffer.remaining()];
    buffer.get(left);
    return count >= 0;
  }

  private void open(ByteBuffer buffer) {
    String head = US_ASCII.decode(buffer.duplicate()).toString();
    int end = head.indexOf(new String(END_OF_HEAD, US_ASCII));
    if (end < 0) {
      return;
    }
    if (!head.startsWith("HTTP/1.1 101")) {
      throw new IllegalStateException("refused: " + head.lines().findFirst().orElse(""));
    }
    buffer.position(buffer.position() + end + END_OF_HEAD.length);
    isOpen = true;
    dialect.opened(this);
  }

  /** Handles one frame, if it is complete. */
  private boolean frame(ByteBuffer buffer, long now) {
    int at = buffer.position();
    if (buffer.remaining() < 2) {
      return false;
    }
    int length = buffer.get(at + 1) & 0x7f;
    int header = length < 126 ? 2 : length == 126 ? 4 : 10;
    if (buffer.remaining() < header) {
      return false;
    }
    if (header == 4) {
      length = buffer.getShort(at + 2) & 0xffff;
    } else if (header == 10) {
      length = (int) buffer.getLong(at + 2);
    }
    if (buffer.remaining() < header + length) {
      return false;
    }
    buffer.position(at + header + length);
    handle(buffer.get(at) & OPCODE, buffer, at + header, at + header + length, now);
    return true;
  }

  private void handle(int opcode, ByteBuffer buffer, int start, int end, long now) {
    if (opcode == CLOSE) {
      tally.lost();
    } else if (opcode == PING) {
      write(frame(0x8a, new byte[0]));
    } else {
      for (int at = start, next; at < end; at = next) {
        next = dialect.end(buffer, at, end);
        receive(buffer, at, next, now);
      }
    }
  }

  private void receive(ByteBuffer buffer, int start, int end, long now) {
    Dialect.Kind kind = dialect.receive(this, buffer, start, end);
    if (kind == Dialect.Kind.READY) {
      ready();
    }
    tally.count(kind, buffer, start, end, now);
  }

  /** A client frame, masked with zeros. */
  private static ByteBuffer frame(int first, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(14 + payload.length).put((byte) first);
    if (payload.length < 126) {
      frame.put((byte) (MASKED | payload.length));
    } else {
      frame.put((byte) (MASKED | 126)).putShort((short) payload.length);
    }
    return frame.putInt(0).put(payload).flip();
  }

  /** Frames are small; if one does not fit, the sender waits, and its delay counts. */
  private synchronized void write(ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        if (channel.write(bytes) == 0) {
          Thread.onSpinWait();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
