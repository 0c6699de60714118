package chat.gateway.signals;

import chat.contract.event.Typing;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The users who are typing, and when the last signal of each arrived. */
final class Typists {

  private record InRoom(String room, String user) {}

  private record Heard(Typing typing, long until) {}

  private final long expiryMillis;
  private final int capacity;

  /** All expire after the same time, so the first entry expires first. */
  private final Map<InRoom, Heard> heard = new LinkedHashMap<>();

  Typists(long expiryMillis, int capacity) {
    this.expiryMillis = expiryMillis;
    this.capacity = capacity;
  }

  /**
   * Records a signal. Returns whether others should be told: if the user is typing, unless there
   * are too many typists; once if they stopped.
   */
  boolean record(Typing typing, long now) {
    InRoom key = new InRoom(typing.room(), typing.user().id());
    boolean wasTyping = heard.remove(key) != null;
    if (!typing.typing() || heard.size() >= capacity) {
      return wasTyping && !typing.typing();
    }
    heard.put(key, new Heard(typing, now + expiryMillis));
    return true;
  }

  /** Removes the expired ones, and returns a stop signal for each. */
  List<Typing> expired(long now) {
    List<Typing> expired = new ArrayList<>();
    Iterator<Heard> oldest = heard.values().iterator();
    while (oldest.hasNext()) {
      Heard next = oldest.next();
      if (next.until() > now) {
        break;
      }
      oldest.remove();
      expired.add(new Typing(next.typing().room(), next.typing().user(), false));
    }
    return expired;
  }
}
