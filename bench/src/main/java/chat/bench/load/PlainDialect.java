package chat.bench.load;

import java.nio.ByteBuffer;

/**
 * The dialect of the reference servers: the room is in the address; a text is a room's name, a
 * blank, and the text for all sockets of that room. Nothing is stored or acknowledged.
 */
final class PlainDialect implements Dialect {

  /**
   * The fields of our own records besides the content, so that sockets get the same number of
   * bytes.
   */
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
  public Kind receive(LoadSocket socket, ByteBuffer buffer, int start, int end) {
    return Kind.DELIVERY;
  }

  @Override
  public String message(String room, String stamp, String padding) {
    return room + " " + event(room, stamp, padding);
  }

  /** An event with as many bytes as one of our own. */
  static String event(String room, String stamp, String padding) {
    return SAME_AS_OURS.formatted(room, stamp, padding);
  }
}
