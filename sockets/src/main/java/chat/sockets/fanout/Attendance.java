package chat.sockets.fanout;

/** Is told where a connection is, on its shard's thread, and must not block. */
public interface Attendance {

  /** It joined a room. */
  void joined(String room);

  /** It left a room, of its own will or not, while it goes on. */
  void left(String room);
}
