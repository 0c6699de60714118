package chat.sockets.fanout;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the subscriptions of rooms without events. */
public final class TestRooms {

  private final Map<String, Integer> subscriptions = new ConcurrentHashMap<>();

  /** A subscription to a room. */
  public Upstream subscribe(String room) {
    subscriptions.merge(room, 1, Integer::sum);
    return new Upstream() {
      @Override
      public long lastSeq() {
        return 4;
      }

      @Override
      public void end() {
        subscriptions.merge(room, -1, Integer::sum);
      }
    };
  }

  boolean isSubscribed(String room) {
    return subscriptions.getOrDefault(room, 0) > 0;
  }

  /** Events of the room {@code a}. */
  static MissedEvents missed(List<byte[]> events) {
    return new MissedEvents() {
      @Override
      public int count() {
        return events.size();
      }

      @Override
      public long bytes() {
        return events.stream().mapToLong(event -> event.length).sum();
      }

      @Override
      public List<Frame> frames() {
        return events.stream().map(event -> Frame.event("a", "message", event)).toList();
      }
    };
  }
}
