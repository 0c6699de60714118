package chat.simulation;

/** A mistake in the code; the simulation has to find each of them. */
enum Fault {
  NONE,
  /** A join that looks up what was missed, and begins to listen after that. */
  SUBSCRIBE_AFTER_READ,
  /** A writer that commits what it took before the tables have it. */
  COMMIT_BEFORE_WRITE,
  /** Writes that carry the time of day instead of the seq. */
  WALL_CLOCK_TIMESTAMPS,
  /** Readers that don't rewind before they start. */
  COLD_WINDOW,
  /** A gateway whose sockets stay in a room when their user is removed from it. */
  DEAF_TO_KICKS,
  /** A reader of the tables that doesn't see reactions. */
  FORGOTTEN_CHANGES,
  /** A writer that does not put down what a deletion leaves to be removed. */
  FORGOTTEN_REMOVALS,
  /** A writer that leaves messages out of their index. */
  UNINDEXED_MESSAGES,
  /** A writer that marks a message as reacted to, whether the reaction is written or not. */
  MARKED_WITHOUT_REACTION,
  /** A tail that claims one record more than it holds. */
  TAIL_OFF_BY_ONE
}
