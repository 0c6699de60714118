package chat.gateway.log;

/** The state of the log as a whole. */
public interface LogState {

  /** Whether the log does not answer, or was not found yet. */
  boolean isDown();

  /** Whether a room's partition is known to have no leader, so that nothing can be appended. */
  default boolean isLeaderless(String room) {
    return false;
  }

  /** Number of partitions; 0 before the log was found. */
  int partitions();
}
