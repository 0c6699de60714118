package chat.writer.room;

/**
 * Work that is done step by step. What is done stays done: after a failure, a crash or a move to
 * another process it goes on from there.
 */
public interface Work {

  /** Begins the next step; called again only when the one before has ended or was given up. */
  Step next();
}
