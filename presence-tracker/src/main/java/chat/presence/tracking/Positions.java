package chat.presence.tracking;

/**
 * The store's positions in a partition of both topics.
 *
 * @param sessions the next session event to apply
 * @param presence the next presence record to read back; {@link #UNKNOWN} if the store has lost the
 *     content of that topic, or never had it
 */
public record Positions(long sessions, long presence) {

  /** No position. */
  public static final long UNKNOWN = -1;

  /** The partition's part of the store did not answer. */
  public static final long AWAY = -2;
}
