package chat.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.List;

/** The dialect of our own gateways. */
sealed class ChatDialect implements Dialect permits InboxDialect {

  private static final byte[] DELIVERY = "{\"seq\":".getBytes(US_ASCII);
  private static final byte[] ACK = "{\"type\":\"ack\"".getBytes(US_ASCII);
  private static final byte[] CONNECTED = "{\"type\":\"connected\"".getBytes(US_ASCII);
  private static final byte[] JOINED = "{\"type\":\"joined\"".getBytes(US_ASCII);
  private static final byte[] ERROR = "{\"type\":\"error\"".getBytes(US_ASCII);

  private final List<String> tokens;

  ChatDialect(List<String> tokens) {
    this.tokens = List.copyOf(tokens);
  }

  @Override
  public String path(LoadSocket socket) {
    return "/ws";
  }

  @Override
  public void opened(LoadSocket socket) {
    String token = tokens.get(socket.number() % tokens.size());
    String wish = socket.joins() ? wish(socket) : "";
    socket.send("{\"type\":\"connect\",\"token\":\"%s\"%s}".formatted(token, wish));
  }

  /** The field of the first frame that asks for deliveries, with a comma in front. */
  String wish(LoadSocket socket) {
    return ",\"rooms\":{\"%s\":{}}".formatted(socket.room());
  }

  @Override
  public void again(LoadSocket socket) {
    if (socket.joins()) {
      socket.send("{\"type\":\"join\",\"room\":\"%s\"}".formatted(socket.room()));
    }
  }

  @Override
  public Kind receive(LoadSocket socket, ByteBuffer buffer, int start, int end) {
    return kind(socket, buffer, start, end, DELIVERY, JOINED);
  }

  /**
   * Tells the kind of a text.
   *
   * @param delivery how a delivery starts
   * @param ready how the text starts after which a joining socket is ready
   */
  static Kind kind(
      LoadSocket socket, ByteBuffer buffer, int start, int end, byte[] delivery, byte[] ready) {
    if (Dialect.startsWith(buffer, start, end, delivery)) {
      return Kind.DELIVERY;
    }
    if (Dialect.startsWith(buffer, start, end, ACK)) {
      return Kind.ACK;
    }
    if (Dialect.startsWith(buffer, start, end, socket.joins() ? ready : CONNECTED)) {
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
