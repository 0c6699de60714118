package chat.writer.work;

/**
 * Work that is done step by step. Its progress is kept: after a failure, a crash or a move to
 * another process it resumes there.
 */
public interface Work {

  /** Begins the next step; called again only when the previous one has ended or was given up. */
  Step next();
}
