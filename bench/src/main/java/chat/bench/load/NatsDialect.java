package chat.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/**
 * The protocol of NATS over WebSocket. A frame has whole messages, as the server splits them only
 * for browsers. Nothing is stored or acknowledged.
 */
final class NatsDialect implements Dialect {

  private static final String CONNECT =
      "CONNECT {\"verbose\":false,\"pedantic\":false,\"echo\":false,\"protocol\":1}\r\n";
  private static final byte[] DELIVERY = "MSG ".getBytes(US_ASCII);
  private static final byte[] PING = "PING".getBytes(US_ASCII);
  private static final byte[] PONG = "PONG".getBytes(US_ASCII);
  private static final byte[] ERROR = "-ERR".getBytes(US_ASCII);
  private static final int LINE_END = "\r\n".length();

  @Override
  public String path(LoadSocket socket) {
    return "/";
  }

  @Override
  public void opened(LoadSocket socket) {
    String subscribe = socket.joins() ? "SUB " + socket.room() + " 1\r\n" : "";
    socket.send(CONNECT + subscribe + "PING\r\n");
  }

  @Override
  public int end(ByteBuffer buffer, int start, int end) {
    int line = Dialect.endOfLine(buffer, start, end);
    return Dialect.startsWith(buffer, start, end, DELIVERY)
        ? line + size(buffer, line - LINE_END) + LINE_END
        : line;
  }

  /** The last number of a line: the size of the payload that follows. */
  private static int size(ByteBuffer buffer, int end) {
    int size = 0;
    int unit = 1;
    for (int at = end - 1; buffer.get(at) != ' '; at--) {
      size += unit * (buffer.get(at) - '0');
      unit *= 10;
    }
    return size;
  }

  @Override
  public Kind receive(LoadSocket socket, ByteBuffer buffer, int start, int end) {
    if (Dialect.startsWith(buffer, start, end, DELIVERY)) {
      return Kind.DELIVERY;
    }
    if (Dialect.startsWith(buffer, start, end, PONG)) {
      return Kind.READY;
    }
    if (Dialect.startsWith(buffer, start, end, PING)) {
      socket.send("PONG\r\n");
    }
    return Dialect.startsWith(buffer, start, end, ERROR) ? Kind.REFUSAL : Kind.OTHER;
  }

  @Override
  public String message(String room, String stamp, String padding) {
    String payload = PlainDialect.event(room, stamp, padding);
    return "PUB %s %d\r\n%s\r\n".formatted(room, payload.length(), payload);
  }
}
