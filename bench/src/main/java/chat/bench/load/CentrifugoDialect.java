package chat.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/**
 * Centrifugo's JSON protocol over WebSocket: a frame has a line for each reply. The id of a command
 * tells its reply; ids need not differ.
 */
final class CentrifugoDialect implements Dialect {

  private static final String CONNECT = "{\"id\":1,\"connect\":{}}";
  private static final String SUBSCRIBE = "{\"id\":2,\"subscribe\":{\"channel\":\"%s\"}}";
  private static final byte[] CONNECTED = "{\"id\":1,\"connect\"".getBytes(US_ASCII);
  private static final byte[] SUBSCRIBED = "{\"id\":2,\"subscribe\"".getBytes(US_ASCII);
  private static final byte[] DELIVERY = "{\"push\":{\"channel\"".getBytes(US_ASCII);
  private static final byte[] PING = "{}".getBytes(US_ASCII);

  /** An error is the first field of a reply after its id, of one digit here. */
  private static final byte[] ERROR = ",\"error\"".getBytes(US_ASCII);

  private static final int ID_END = "{\"id\":1".length();

  @Override
  public String path(LoadSocket socket) {
    return "/connection/websocket";
  }

  @Override
  public void opened(LoadSocket socket) {
    socket.send(socket.joins() ? CONNECT + "\n" + SUBSCRIBE.formatted(socket.room()) : CONNECT);
  }

  @Override
  public int end(ByteBuffer buffer, int start, int end) {
    return Dialect.endOfLine(buffer, start, end);
  }

  @Override
  public Kind receive(LoadSocket socket, ByteBuffer buffer, int start, int end) {
    if (Dialect.startsWith(buffer, start, end, DELIVERY)) {
      return Kind.DELIVERY;
    }
    if (Dialect.startsWith(buffer, start, end, PING)) {
      socket.send("{}");
      return Kind.OTHER;
    }
    if (Dialect.startsWith(buffer, start, end, socket.joins() ? SUBSCRIBED : CONNECTED)) {
      return Kind.READY;
    }
    return Dialect.startsWith(buffer, start + ID_END, end, ERROR) ? Kind.REFUSAL : Kind.OTHER;
  }

  /** The server adds the channel, the sender and the offset. */
  @Override
  public String message(String room, String stamp, String padding) {
    return """
    {"id":3,"publish":{"channel":"%s","data":{"id":"0001020304050607",\
    "user":{"id":"019a0000-0000-7000-8000-000000000000","username":"load-0"},\
    "content":"%s%s","at":1700000000000}}}"""
        .formatted(room, stamp, padding);
  }
}
