package chat.edge.guard;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;

/**
 * Logs once that a dependency fails, and once that it works again, however often it is tried in
 * between. Safe for use by several threads.
 */
public final class Outage {

  private final Logger log;
  private final String begun;
  private final String over;
  private final AtomicBoolean on = new AtomicBoolean();

  /**
   * No outage.
   *
   * @param begun the warning; a placeholder stands for the reason, whose stack trace follows
   * @param over what is logged, as information, when the outage is over
   */
  public Outage(Logger log, String begun, String over) {
    this.log = log;
    this.begun = begun;
    this.over = over;
  }

  /** The dependency failed. */
  public void failed(Throwable reason) {
    if (!on.getAndSet(true)) {
      log.warn(begun, reason.toString(), reason);
    }
  }

  /** The dependency works. */
  public void over() {
    if (on.get() && on.getAndSet(false)) {
      log.info(over);
    }
  }
}
