package chat.gateway.signals;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A signal that waits for the end of an interval, if there is one. Guarded by its limit. */
class Waits<S> {

  final long end;
  @Nullable S waiting;

  Waits(long end) {
    this.end = end;
  }

  /**
   * Removes the intervals that have ended, and gives what waited for that.
   *
   * @param intervals in the order of their ends
   * @param most maximum number of signals; the intervals behind them stay
   */
  static <S> List<S> ended(Map<?, ? extends Waits<S>> intervals, long now, int most) {
    List<S> ended = new ArrayList<>();
    Iterator<? extends Waits<S>> oldest = intervals.values().iterator();
    while (oldest.hasNext() && ended.size() < most) {
      Waits<S> interval = oldest.next();
      if (interval.end > now) {
        break;
      }
      oldest.remove();
      if (interval.waiting != null) {
        ended.add(interval.waiting);
      }
    }
    return ended;
  }
}
