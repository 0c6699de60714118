package chat.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.List;

/** The dialect of our own gateways, for sockets that may have an inbox and join no room. */
final class InboxDialect implements Dialect {

  private static final byte[] ACTIVITY = "{\"type\":\"activity\"".getBytes(US_ASCII);
  private static final byte[] INBOX = "{\"type\":\"inbox\"".getBytes(US_ASCII);
  private static final byte[] ACK = "{\"type\":\"ack\"".getBytes(US_ASCII);
  private static final byte[] CONNECTED = "{\"type\":\"connected\"".getBytes(US_ASCII);
  private static final byte[] ERROR = "{\"type\":\"error\"".getBytes(US_ASCII);

  private final List<String> tokens;
  private final int page;

  /**
   * Creates a dialect.
   *
   * @param page number of rooms that a joining socket lists
   */
  InboxDialect(List<String> tokens, int page) {
    this.tokens = List.copyOf(tokens);
    this.page = page;
  }

  @Override
  public String path(LoadSocket socket) {
    return "/ws";
  }

  @Override
  public void opened(LoadSocket socket) {
    String token = tokens.get(socket.number() % tokens.size());
    String inbox = socket.joins() ? ",\"inbox\":{\"limit\":" + page + "}" : "";
    socket.send("{\"type\":\"connect\",\"token\":\"%s\"%s}".formatted(token, inbox));
  }

  @Override
  public Kind receive(LoadSocket socket, ByteBuffer buffer, int start, int end) {
    if (Dialect.startsWith(buffer, start, end, ACTIVITY)) {
      return Kind.DELIVERY;
    }
    if (Dialect.startsWith(buffer, start, end, ACK)) {
      return Kind.ACK;
    }
    if (Dialect.startsWith(buffer, start, end, socket.joins() ? INBOX : CONNECTED)) {
      return Kind.READY;
    }
    return Dialect.startsWith(buffer, start, end, ERROR) ? Kind.REFUSAL : Kind.OTHER;
  }

  @Override
  public String message(String room, String stamp, String padding) {
    return "{\"type\":\"send\",\"ref\":\"%s\",\"room\":\"%s\",\"id\":\"%s\",\"content\":\"%s%s\"}"
        .formatted(stamp, room, stamp.substring(2), stamp, padding);
  }
}
