package chat.gateway.session;

/** Observes the rooms of a session. Called by its connection's thread; must not block. */
public interface RoomObserver {

  /**
   * The session joined a room, for the first time or again.
   *
   * @param from the last event that the client has or does not want
   * @param replays whether events after it follow that were there before the join
   */
  void joined(String room, long from, boolean replays);

  /** The client asked to leave a room. */
  void leaves(String room);

  /** The session left a room, at the client's request or not, and goes on. */
  void left(String room);
}
