package chat.sockets.fanout;

/**
 * What is known of one connection of a user, while it is open and for some time after.
 *
 * @param session its id
 * @param user the id of its user; empty before it is authenticated
 * @param openedAt in milliseconds
 * @param rooms the number of its rooms
 * @param waitingBytes the bytes that its client has to read
 * @param writingSince when the write began that the client has not read yet, in milliseconds; 0 if
 *     none is under way
 * @param endedAt in milliseconds; 0 while it is open
 * @param end why it ended; empty while it is open
 * @param code the close code that this gateway sent; 0 for none
 */
public record ConnectionFacts(
    String session,
    String user,
    long openedAt,
    int rooms,
    long waitingBytes,
    long writingSince,
    long endedAt,
    String end,
    int code) {

  /** The same with all times later by some milliseconds. */
  ConnectionFacts later(long millis) {
    return new ConnectionFacts(
        session,
        user,
        openedAt + millis,
        rooms,
        waitingBytes,
        writingSince == 0 ? 0 : writingSince + millis,
        endedAt == 0 ? 0 : endedAt + millis,
        end,
        code);
  }

  /** The client left the room. */
  static final String LEFT = "left";

  /** An event removed the client's user from the room. */
  static final String REMOVED = "removed";

  /** The client or its network closed the socket. */
  static final String GONE = "gone";
}
