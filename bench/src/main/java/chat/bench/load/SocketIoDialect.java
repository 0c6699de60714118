package chat.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/** The dialect of a Socket.IO server over WebSocket (Engine.IO 4, Socket.IO 5). */
class SocketIoDialect implements Dialect {

  private static final byte[] OPEN = "0{".getBytes(US_ASCII);
  private static final byte[] PING = "2".getBytes(US_ASCII);
  private static final byte[] CONNECTED = "40".getBytes(US_ASCII);
  private static final byte[] EVENT = "42[\"message\"".getBytes(US_ASCII);
  private static final byte[] JOINED = "430[".getBytes(US_ASCII);
  private static final byte[] ACK = "431[".getBytes(US_ASCII);

  @Override
  public String path(LoadSocket socket) {
    return "/socket.io/?EIO=4&transport=websocket";
  }

  @Override
  public void opened(LoadSocket socket) {
    // The server speaks first.
  }

  @Override
  public Kind receive(LoadSocket socket, ByteBuffer buffer, int start, int end) {
    if (Dialect.startsWith(buffer, start, end, EVENT)) {
      return Kind.DELIVERY;
    }
    if (Dialect.startsWith(buffer, start, end, ACK)) {
      return Kind.ACK;
    }
    if (Dialect.startsWith(buffer, start, end, JOINED)) {
      return Kind.READY;
    }
    if (Dialect.startsWith(buffer, start, end, OPEN)) {
      socket.send("40" + authentication(socket));
    } else if (Dialect.startsWith(buffer, start, end, PING)) {
      socket.send("3");
    } else if (Dialect.startsWith(buffer, start, end, CONNECTED)) {
      return connected(socket);
    }
    return Kind.OTHER;
  }

  /** The payload of the socket's connect packet. */
  String authentication(LoadSocket socket) {
    return "";
  }

  /** Called when the socket has connected. */
  Kind connected(LoadSocket socket) {
    socket.send("420[\"join\",\"%s\"]".formatted(socket.joins() ? socket.room() : ""));
    return Kind.OTHER;
  }

  @Override
  public String message(String room, String stamp, String padding) {
    return "421[\"send\",{\"room\":\"%s\",\"ref\":\"%s\",\"id\":\"%s\",\"content\":\"%s%s\"}]"
        .formatted(room, stamp, stamp.substring(2), stamp, padding);
  }
}
