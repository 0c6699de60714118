package chat.gateway.log;

/** What is known of the log as a whole. */
interface LogState {

  /** Whether it is known not to answer, or was not found yet. */
  boolean isDown();

  /** Whether a room's partition is known to have no leader, so that nothing can be appended. */
  default boolean isLeaderless(String room) {
    return false;
  }

  /** How many partitions it has; 0 before it was found. */
  int partitions();
}
