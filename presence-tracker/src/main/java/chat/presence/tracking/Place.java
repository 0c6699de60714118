package chat.presence.tracking;

/**
 * Where the store stands in a partition of the two topics.
 *
 * @param sessions the next session event to apply
 * @param presence the next presence record to read back; {@link #UNKNOWN} if the store has lost
 *     what the topic says, or never had it
 */
public record Place(long sessions, long presence) {

  /** No place. */
  public static final long UNKNOWN = -1;
}
