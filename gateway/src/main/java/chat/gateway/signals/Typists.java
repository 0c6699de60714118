package chat.gateway.signals;

import chat.contract.Typing;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Who is typing where, as far as was heard, and since when nothing was heard of them. */
final class Typists {

  private record Place(String room, String user) {}

  private record Heard(Typing typing, long until) {}

  private final long expiryMillis;
  private final int capacity;

  /** All wait equally long, so the first to expire is always the first here. */
  private final Map<Place, Heard> heard = new LinkedHashMap<>();

  Typists(long expiryMillis, int capacity) {
    this.expiryMillis = expiryMillis;
    this.capacity = capacity;
  }

  /** Whether others should be told: that somebody types, always; that they stopped, once. */
  boolean take(Typing typing, long now) {
    Place place = new Place(typing.room(), typing.user().id());
    boolean wasTyping = heard.remove(place) != null;
    if (!typing.typing() || heard.size() >= capacity) {
      return wasTyping && !typing.typing();
    }
    heard.put(place, new Heard(typing, now + expiryMillis));
    return true;
  }

  /** Whose time is over, as words that they stopped. */
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
