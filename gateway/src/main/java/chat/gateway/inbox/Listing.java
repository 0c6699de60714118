package chat.gateway.inbox;

import chat.gateway.room.RoomActivity.Last;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The part of a list that a page may need, as of the request. */
final class Listing {

  final Map<String, Last> activity = new HashMap<>();
  final ListCursor place;
  final List<String> names;
  final boolean isAll;

  Listing(Set<String> names, Map<String, Last> all, @Nullable ListCursor from, int most) {
    this.place = Objects.requireNonNullElseGet(from, () -> ListCursor.start(all));
    List<String> sorted =
        names.stream().filter(name -> place.isBefore(name, all)).sorted(place.order(all)).toList();
    this.names = List.copyOf(sorted.subList(0, Math.min(most, sorted.size())));
    this.isAll = this.names.size() == sorted.size();
    this.names.forEach(name -> activity.put(name, all.getOrDefault(name, Last.NONE)));
  }

  Last last(String room) {
    return activity.getOrDefault(room, Last.NONE);
  }

  /** The cursor after the first so many; null at the end. */
  @Nullable ListCursor next(int seen) {
    return isAll && seen == names.size() ? null : behind(names.get(seen - 1));
  }

  ListCursor behind(String room) {
    return place.behind(room, activity);
  }
}
