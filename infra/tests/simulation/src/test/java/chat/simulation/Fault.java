package chat.simulation;

/** A mistake in the code; the simulation has to find each of them. */
enum Fault {
  NONE,
  /** A join that looks up the missed events before it subscribes. */
  SUBSCRIBE_AFTER_READ,
  /** A writer that commits records before the tables have them. */
  COMMIT_BEFORE_WRITE,
  /** Writes that carry the time of day instead of the seq. */
  WALL_CLOCK_TIMESTAMPS,
  /** Readers that start without warming the window. */
  COLD_WINDOW,
  /** A gateway whose sockets stay in a room when their user is removed from it. */
  DEAF_TO_KICKS,
  /** A gateway that forgets rooms that its sockets have joined. */
  UNHELD_ROOMS,
  /** A reader of the tables that doesn't see reactions. */
  FORGOTTEN_CHANGES,
  /** A writer that does not record the removals of deletions. */
  FORGOTTEN_REMOVALS,
  /** A writer that leaves messages out of the index. */
  UNINDEXED_MESSAGES,
  /** A writer that marks a message as reacted to, even if the reaction is not written. */
  MARKED_WITHOUT_REACTION,
  /** A tail that claims one record more than it holds. */
  TAIL_OFF_BY_ONE
}
