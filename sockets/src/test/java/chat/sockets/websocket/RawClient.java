package chat.sockets.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A client of bytes. */
final class RawClient implements AutoCloseable {

  static final String HANDSHAKE =
      """
      GET / HTTP/1.1\r
      Host: localhost\r
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Version: 13\r
      Sec-WebSocket-Protocol: chat.v1\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      \r
      """;

  private static final int PATIENCE_MILLIS = 20_000;
  private static final int SMALL_BUFFER = 4096;

  private final Socket socket = new Socket();
  private final DataInputStream in;
  private final OutputStream out;
  private final AtomicLong taken = new AtomicLong();

  RawClient(int port) throws IOException {
    this(port, false);
  }

  private RawClient(int port, boolean isSmall) throws IOException {
    if (isSmall) {
      socket.setReceiveBufferSize(SMALL_BUFFER);
    }
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    out = socket.getOutputStream();
  }

  /** A client whose socket is open. */
  static RawClient open(int port) throws IOException {
    return new RawClient(port, false).shakeHands();
  }

  /** A client for which the kernel keeps very little. */
  static RawClient small(int port) throws IOException {
    return new RawClient(port, true).shakeHands();
  }

  private RawClient shakeHands() throws IOException {
    write(HANDSHAKE.getBytes(ISO_8859_1));
    head();
    return this;
  }

  void write(byte[] bytes) throws IOException {
    out.write(bytes);
  }

  void send(String hex) throws IOException {
    write(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  /** The head of the answer to the handshake. */
  String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    return head.toString();
  }

  /** The next bytes, as many as that. */
  String next(int count) throws IOException {
    byte[] bytes = new byte[count];
    in.readFully(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** How many bytes come until the end, be it a good or a bad one. */
  long drain() {
    byte[] buffer = new byte[64 * 1024];
    try {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        taken.addAndGet(count);
      }
    } catch (IOException e) {
      // That is an end too.
    }
    return taken.get();
  }

  /** How many bytes {@link #drain} has had so far. */
  long taken() {
    return taken.get();
  }

  /** Takes some bytes a few times a second, as over a bad line. */
  void takeSlowly(int bytes, int times, long pauseMillis) throws IOException {
    for (int i = 0; i < times; i++) {
      in.readFully(new byte[bytes]);
      LockSupport.parkNanos(pauseMillis * 1_000_000);
    }
  }

  /** Goes without a word. */
  void hangUp() throws IOException {
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
