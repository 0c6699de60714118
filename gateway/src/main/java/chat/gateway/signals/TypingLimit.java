package chat.gateway.signals;

import chat.contract.Typing;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets one word about a person's typing pass in an interval. The last one that came meanwhile
 * follows when the interval is over, if it says anything new. Threads may share it.
 */
final class TypingLimit {

  private final long intervalMillis;
  private final int capacity;

  /** By user; the intervals are equally long, so the first to end is always the first here. */
  private final Map<String, Interval> intervals = new LinkedHashMap<>();

  private static final class Interval {
    final long end;
    final @Nullable Typing passed;
    @Nullable Typing waiting;

    Interval(long end, @Nullable Typing passed) {
      this.end = end;
      this.passed = passed;
    }
  }

  /**
   * A limit that nobody has come to.
   *
   * @param capacity of how many people it keeps an interval; of more nothing passes
   */
  TypingLimit(long intervalMillis, int capacity) {
    this.intervalMillis = intervalMillis;
    this.capacity = capacity;
  }

  /** Whether it passes now. */
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
   * Another gateway let one pass. Its interval counts here too, unless one is under way, which most
   * often is that of this very word.
   */
  synchronized void passedElsewhere(Typing typing, long now) {
    if (intervals.size() < capacity) {
      intervals.putIfAbsent(typing.user().id(), new Interval(now + intervalMillis, null));
    }
  }

  /** What has waited for the end of its interval and passes now. */
  synchronized List<Typing> due(long now) {
    List<Typing> due = new ArrayList<>();
    Iterator<Interval> oldest = intervals.values().iterator();
    while (oldest.hasNext()) {
      Interval interval = oldest.next();
      if (interval.end > now) {
        break;
      }
      oldest.remove();
      if (interval.waiting != null) {
        due.add(interval.waiting);
      }
    }
    due.forEach(
        typing -> intervals.put(typing.user().id(), new Interval(now + intervalMillis, typing)));
    return due;
  }

  /** The same again is news when it comes late enough to mean that it still goes on. */
  private boolean isNews(Typing typing, Interval interval, long now) {
    return !typing.equals(interval.passed) || interval.end - now < intervalMillis / 2;
  }
}
