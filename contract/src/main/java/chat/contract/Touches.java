package chat.contract;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the last {@value Window#RECORDS} records of a partition touched, and where last. Few do, so
 * it takes what few take.
 */
final class Touches {

  private record Touch(long offset, long key) {}

  private final Map<Long, Long> lastTouched = new HashMap<>();
  private final ArrayDeque<Touch> touches = new ArrayDeque<>();

  /** Whether nothing that a condition depends on was touched since it was decided. */
  boolean holds(Condition condition, long offset) {
    long asOf = condition.asOf();
    if (asOf > offset || asOf < offset - Window.RECORDS) {
      return false;
    }
    return lastTouched.isEmpty()
        || condition.depends().stream()
            .noneMatch(key -> lastTouched.getOrDefault(key, -1L) >= asOf);
  }

  /** Takes the next record, whether it counts or not. */
  void take(long offset, @Nullable Condition condition) {
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
