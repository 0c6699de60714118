package chat.gateway.signals;

import chat.contract.event.Read;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits read markers to one per user, room and interval: the first one passes at once, the newest
 * of the others at the end of the interval. A marker that is not newer than an earlier one is not
 * sent, as far as that is remembered. Thread-safe.
 */
final class MarkerLimit {

  private record InRoom(String room, String user) {
    static InRoom of(Read read) {
      return new InRoom(read.room(), read.user().id());
    }
  }

  /**
   * A marker.
   *
   * @param audience those who may be told of it at the time of the call
   */
  record Marker(Read read, Supplier<MarkerAudience> audience) {}

  private final long intervalMillis;
  private final int capacity;

  /** All have the same length, so the first entry ends first. */
  private final Map<InRoom, Waits<Marker>> intervals = new LinkedHashMap<>();

  /** The newest marker that passed or waits. The least recently used entry is dropped. */
  private final Map<InRoom, Long> newest;

  /**
   * Creates a limit without intervals.
   *
   * @param capacity maximum number of intervals. Beyond it the oldest one ends early, so markers
   *     are sent more often
   */
  MarkerLimit(long intervalMillis, int capacity) {
    this.intervalMillis = intervalMillis;
    this.capacity = capacity;
    this.newest =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Entry<InRoom, Long> eldest) {
            return size() > capacity;
          }
        };
  }

  /**
   * Takes a marker.
   *
   * @return those to be sent now: this one, unless it waits or is not newer than the last one, and
   *     one whose interval ends early
   */
  synchronized List<Marker> admit(Marker marker, long now) {
    InRoom key = InRoom.of(marker.read());
    Waits<Marker> interval = intervals.get(key);
    if (isOld(marker, newest.get(key), interval == null ? null : interval.waiting)) {
      return List.of();
    }
    newest.put(key, marker.read().seq());
    if (interval != null && interval.end > now) {
      interval.waiting = marker;
      return List.of();
    }
    intervals.remove(key);
    Marker early = intervals.size() < capacity ? null : endOldest();
    intervals.put(key, new Waits<>(now + intervalMillis));
    return early == null ? List.of(marker) : List.of(early, marker);
  }

  private static boolean isOld(Marker marker, @Nullable Long last, @Nullable Marker waiting) {
    long seq = marker.read().seq();
    return (last != null && seq <= last) || (waiting != null && seq <= waiting.read().seq());
  }

  private @Nullable Marker endOldest() {
    Iterator<Waits<Marker>> oldest = intervals.values().iterator();
    Waits<Marker> ended = oldest.next();
    oldest.remove();
    return ended.waiting;
  }

  /** A gateway sent a marker; older ones need not be sent here. */
  synchronized void passed(Read read) {
    InRoom key = InRoom.of(read);
    newest.computeIfPresent(key, (same, last) -> Math.max(last, read.seq()));
    Waits<Marker> interval = intervals.get(key);
    if (interval != null
        && interval.waiting != null
        && interval.waiting.read().seq() <= read.seq()) {
      interval.waiting = null;
    }
  }

  /** A marker was not sent, so the same one may pass again. */
  synchronized void failed(Read read) {
    newest.remove(InRoom.of(read), read.seq());
  }

  /**
   * The waiting markers whose interval has ended; each begins another interval.
   *
   * @param most the maximum number; the others follow in the next call
   */
  synchronized List<Marker> due(long now, int most) {
    List<Marker> due = Waits.ended(intervals, now, most);
    due.forEach(
        marker -> intervals.put(InRoom.of(marker.read()), new Waits<>(now + intervalMillis)));
    return due;
  }

  /** All waiting markers, which then wait no more. */
  synchronized List<Marker> all() {
    return due(Long.MAX_VALUE - intervalMillis, Integer.MAX_VALUE);
  }

  /** The number of intervals. */
  synchronized int size() {
    return intervals.size();
  }
}
