package chat.writer.work;

import java.util.concurrent.CompletionStage;

/**
 * A part of a longer work, of a bounded size.
 *
 * @param left the remaining work; fails if the step did
 * @param giveUp gives the step up: writes in flight may complete, no new ones start. The next step
 *     is smaller
 */
public record Step(CompletionStage<Left> left, Runnable giveUp) {

  /** The work that remains after a step. */
  public enum Left {
    /** A next step. */
    MORE,
    /** A next step that can't be done yet. */
    LATER,
    /** None, until the work is told that there is more. */
    NOTHING
  }
}
