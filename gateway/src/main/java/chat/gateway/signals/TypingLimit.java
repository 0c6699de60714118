package chat.gateway.signals;

import chat.contract.event.Typing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Limits typing signals to one per user and interval. The last one within an interval is sent at
 * its end, if it changes anything. Thread-safe.
 */
final class TypingLimit {

  private final long intervalMillis;
  private final int capacity;

  /** By user; all intervals have the same length, so the first entry ends first. */
  private final Map<String, Interval> intervals = new LinkedHashMap<>();

  private static final class Interval extends Waits<Typing> {
    final @Nullable Typing passed;

    Interval(long end, @Nullable Typing passed) {
      super(end);
      this.passed = passed;
    }
  }

  /**
   * Creates a limit without intervals.
   *
   * @param capacity maximum number of users with an interval; signals of further users are dropped
   */
  TypingLimit(long intervalMillis, int capacity) {
    this.intervalMillis = intervalMillis;
    this.capacity = capacity;
  }

  /** Whether a signal may be sent now. */
  synchronized boolean admit(Typing typing, long now) {
    Interval interval = intervals.get(typing.user().id());
    if (interval == null && intervals.size() < capacity) {
      intervals.put(typing.user().id(), new Interval(now + intervalMillis, typing));
      return true;
    }
    if (interval != null) {
      interval.waiting = isNews(typing, interval, now) ? typing : null;
    }
    return false;
  }

  /**
   * Counts a signal that another gateway sent. Usually it is this gateway's own one, whose interval
   * has begun.
   */
  synchronized void passedElsewhere(Typing typing, long now) {
    if (intervals.size() < capacity) {
      intervals.putIfAbsent(typing.user().id(), new Interval(now + intervalMillis, null));
    }
  }

  /** The signals whose interval has ended. */
  synchronized List<Typing> due(long now) {
    List<Typing> due = Waits.ended(intervals, now, Integer.MAX_VALUE);
    due.forEach(
        typing -> intervals.put(typing.user().id(), new Interval(now + intervalMillis, typing)));
    return due;
  }

  /** A repeated signal is news if it comes late enough to mean that the user is still typing. */
  private boolean isNews(Typing typing, Interval interval, long now) {
    return !typing.equals(interval.passed) || interval.end - now < intervalMillis / 2;
  }
}
