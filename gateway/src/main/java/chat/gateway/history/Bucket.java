package chat.gateway.history;

/**
 * A part of a room's history in the tables.
 *
 * @param first its name, the seq of its first event
 * @param lastMessageBefore no message of the room before it stands after that seq, and all messages
 *     of the bucket before it are in the index; 0 if there is none, {@link #UNKNOWN} if that is to
 *     be asked of the events
 */
record Bucket(long first, long lastMessageBefore) {

  /** Less than every seq. */
  static final long UNKNOWN = -1;
}
