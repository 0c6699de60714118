package chat.bench.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Connections that all send the same bytes once they are open, on one thread. */
final class Flood implements AutoCloseable {

  private static final int SMALL_BUFFER = 4096;
  private static final int AT_ONCE = 200;

  private static final List<String> OWN_HEADERS =
      List.of(
          "Host: a",
          "Upgrade: websocket",
          "Connection: Upgrade",
          "Sec-WebSocket-Version: 13",
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");

  private final URI gateway;
  private final boolean reads;
  private final boolean isSmall;
  private final Selector selector;
  private final List<SocketChannel> channels = new ArrayList<>();
  private final ByteBuffer scratch = ByteBuffer.allocateDirect(64 * 1024);
  private int gone;
  private long bytes;

  /**
   * Starts without connections.
   *
   * @param reads whether the connections read
   * @param isSmall whether they have small socket buffers
   */
  Flood(URI gateway, boolean reads, boolean isSmall) throws IOException {
    this.gateway = gateway;
    this.reads = reads;
    this.isSmall = isSmall;
    this.selector = Selector.open();
  }

  /** The head of a WebSocket handshake, with additional headers. */
  static String handshake(String... headers) {
    StringBuilder head = new StringBuilder("GET /ws HTTP/1.1\r\n");
    for (String own : OWN_HEADERS) {
      head.append(own).append("\r\n");
    }
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return head.append("\r\n").toString();
  }

  /** A text frame of a client, with a mask of zeros. */
  static String frame(String text) {
    return frameHead(text.length()) + text;
  }

  /** The head of a frame with a text of that length. */
  static String frameHead(int length) {
    String size =
        length < 126
            ? "" + (char) (0x80 | length)
            : length < 65_536
                ? "" + (char) 0xfe + (char) (length >> 8) + (char) (length & 0xff)
                : ""
                    + (char) 0xff
                    + "\0\0\0\0\0"
                    + (char) (length >> 16 & 0xff)
                    + (char) (length >> 8 & 0xff)
                    + (char) (length & 0xff);
    return (char) 0x81 + size + "\0\0\0\0";
  }

  /** Opens a number of connections that each send a text. */
  void open(int count, String says) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(says.getBytes(ISO_8859_1));
    int opened = 0;
    int pending = 0;
    while (opened < count || pending > 0) {
      while (opened < count && pending < AT_ONCE) {
        connect(bytes.duplicate());
        opened++;
        pending++;
      }
      pending -= step(100);
    }
  }

  /** Reads, for some time. */
  void go(long millis) throws IOException {
    long until = System.nanoTime() + millis * 1_000_000;
    while (System.nanoTime() < until) {
      step(20);
    }
  }

  int gone() {
    return gone;
  }

  long bytes() {
    return bytes;
  }

  private void connect(ByteBuffer says) throws IOException {
    SocketChannel channel = SocketChannel.open();
    if (isSmall) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_BUFFER);
    }
    channel.configureBlocking(false);
    channel.connect(new InetSocketAddress(gateway.getHost(), gateway.getPort()));
    channel.register(selector, SelectionKey.OP_CONNECT, says);
    channels.add(channel);
  }

  /** The number of connections that have sent everything or are closed. */
  private int step(long millis) throws IOException {
    int said = 0;
    selector.select(millis);
    Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
    while (keys.hasNext()) {
      SelectionKey key = keys.next();
      keys.remove();
      boolean wasSaying = key.attachment() != null;
      try {
        said += go(key) ? 1 : 0;
      } catch (IOException e) {
        key.channel().close();
        gone++;
        said += wasSaying ? 1 : 0;
      }
    }
    return said;
  }

  private boolean go(SelectionKey key) throws IOException {
    SocketChannel channel = (SocketChannel) key.channel();
    if (key.isConnectable()) {
      channel.finishConnect();
      key.interestOps(SelectionKey.OP_WRITE);
    }
    if (key.isWritable() && key.attachment() instanceof ByteBuffer says) {
      channel.write(says);
      if (!says.hasRemaining()) {
        key.attach(null);
        key.interestOps(reads ? SelectionKey.OP_READ : 0);
        return true;
      }
    } else if (key.isReadable()) {
      scratch.clear();
      int count = channel.read(scratch);
      if (count < 0) {
        throw new IOException("closed");
      }
      bytes += count;
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel channel : channels) {
      channel.close();
    }
    selector.close();
  }
}
