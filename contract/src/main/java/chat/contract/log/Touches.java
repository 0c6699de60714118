package chat.contract.log;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The things that the last {@value Window#RECORDS} records of a partition touched, with the last
 * offset of each. Memory grows only with the records that touch something, which are few.
 */
final class Touches {

  private record Touch(long offset, long key) {}

  private final Map<Long, Long> lastTouched = new HashMap<>();
  private final ArrayDeque<Touch> touches = new ArrayDeque<>();

  /** Whether the dependencies of a condition are untouched since its decision. */
  boolean holds(Condition condition, long offset) {
    long asOf = condition.asOf();
    if (asOf > offset || asOf < offset - Window.RECORDS) {
      return false;
    }
    for (Long key : condition.depends()) {
      if (lastTouched.getOrDefault(key, -1L) >= asOf) {
        return false;
      }
    }
    return true;
  }

  /** Adds the next record, whether it counts or not. */
  void add(long offset, @Nullable Condition condition) {
    for (Touch oldest = touches.peek();
        oldest != null && oldest.offset() < offset - Window.RECORDS;
        oldest = touches.peek()) {
      touches.remove();
      lastTouched.remove(oldest.key(), oldest.offset());
    }
    if (condition != null) {
      for (long key : condition.touches()) {
        lastTouched.put(key, offset);
        touches.add(new Touch(offset, key));
      }
    }
  }
}
