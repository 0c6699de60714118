package chat.gateway.history;

/**
 * A bucket: a part of a room's history in the tables.
 *
 * @param first its name: the seq of its first event
 * @param lastMessageBefore the room's last message before this bucket is not after this seq, and
 *     all messages of the previous bucket are in the index; 0 if there is none; {@link #UNKNOWN} if
 *     the events have to be read to know
 */
public record Bucket(long first, long lastMessageBefore) {

  /** Less than any seq. */
  static final long UNKNOWN = -1;
}
