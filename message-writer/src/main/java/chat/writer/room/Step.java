package chat.writer.room;

import java.util.concurrent.CompletionStage;

/**
 * A part of some longer work, of a bounded size.
 *
 * @param left what is left to do; fails if the step did
 * @param giveUp ends it: what is under way may be written, nothing more is begun. The next step is
 *     smaller
 */
public record Step(CompletionStage<Left> left, Runnable giveUp) {

  /** What a step leaves. */
  public enum Left {
    /** The next step. */
    MORE,
    /** The next step, which can't be done yet. */
    LATER,
    /** Nothing, until the work is told that there is something again. */
    NOTHING
  }
}
