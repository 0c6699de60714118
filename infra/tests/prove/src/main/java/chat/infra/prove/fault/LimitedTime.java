package chat.infra.prove.fault;

import java.time.Duration;
import java.util.Iterator;

/** Faults of which none begins after a time. */
public final class LimitedTime implements Iterator<Fault> {

  private final Iterator<Fault> faults;
  private final long deadline;

  /** The time counts from now. */
  public LimitedTime(Iterator<Fault> faults, Duration most) {
    this.faults = faults;
    this.deadline = System.nanoTime() + most.toNanos();
  }

  @Override
  public boolean hasNext() {
    return System.nanoTime() < deadline && faults.hasNext();
  }

  @Override
  public Fault next() {
    return faults.next();
  }
}
