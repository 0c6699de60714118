package chat.gateway.session;

/** Is told which rooms a session is in, on its connection's thread, and must not block. */
public interface RoomObserver {

  /**
   * It joined a room, or joined it again.
   *
   * @param from the last event that its client has or does not want
   */
  void joined(String room, long from);

  /** Its client wants to leave a room. */
  void leaves(String room);

  /** It left a room, because its client wanted to or not, while it goes on. */
  void left(String room);
}
