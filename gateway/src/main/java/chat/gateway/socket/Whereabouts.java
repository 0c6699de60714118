package chat.gateway.socket;

/** Is told which rooms a session is in, on its connection's thread, and must not block. */
public interface Whereabouts {

  /**
   * It joined a room, or joined it again.
   *
   * @param from the last event that its client has or does not want
   */
  void joined(String room, long from);

  /** It left a room, of its own will or not, while it goes on. */
  void left(String room);
}
