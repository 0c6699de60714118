package chat.bench.load;

import java.nio.ByteBuffer;

/**
 * The yardsticks: the room is in the address, a text is a room's name, a blank, and what all in
 * that room get. Nothing is stored and nothing acknowledged.
 */
final class PlainDialect implements Dialect {

  /** What a record of ours says beside its content, so that the same bytes go to the sockets. */
  private static final String SAME_AS_OURS =
      "{\"seq\":17592186044416,\"prev\":17592186044415,\"type\":\"message\",\"room\":\"%s\","
          + "\"id\":\"0001020304050607\",\"user\":{\"id\":\"019a0000-0000-7000-8000-000000000000\","
          + "\"username\":\"load-0\"},\"content\":\"%s%s\",\"at\":1700000000000}";

  @Override
  public String path(LoadSocket socket) {
    return "/?room=" + (socket.joins() ? socket.room() : "");
  }

  @Override
  public void opened(LoadSocket socket) {
    socket.ready();
  }

  @Override
  public Kind take(LoadSocket socket, ByteBuffer buffer, int start, int end) {
    return Kind.DELIVERY;
  }

  @Override
  public String message(String room, String stamp, String padding) {
    return room + " " + SAME_AS_OURS.formatted(room, stamp, padding);
  }
}
