package chat.gateway.room;

import chat.contract.Role;
import chat.gateway.history.History;
import chat.gateway.room.RoomActivity.Last;
import chat.gateway.room.RoomView.Mine;
import chat.gateway.room.RoomView.MyRooms;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A user's rooms, most recently active first. Which rooms these are, and their order, is known
 * without the rooms themselves; only those of the page are loaded and counted, some at a time, and
 * users in turn.
 */
public final class RoomLists {

  private final Rooms rooms;
  private final Memberships memberships;
  private final RoomActivity activity;
  private final Reading reading;
  private final History history;

  RoomLists(
      Rooms rooms,
      Memberships memberships,
      RoomActivity activity,
      Reading reading,
      History history) {
    this.rooms = rooms;
    this.memberships = memberships;
    this.activity = activity;
    this.reading = reading;
    this.history = history;
  }

  /**
   * The names of a user's rooms, as of all that was acknowledged before the call, in order; rooms
   * deleted long ago may be among them.
   */
  public CompletableFuture<List<String>> roomsOf(String user) {
    return names(user).thenApply(names -> names.stream().sorted().toList());
  }

  /** The names of a user's rooms, as this gateway knows them now; not to be changed. */
  public CompletableFuture<Set<String>> knownRoomsOf(String user) {
    return memberships.of(user);
  }

  /**
   * A page of a user's rooms with what is new in them.
   *
   * @param cursor the {@code next} of the page before; null: the first page
   */
  CompletableFuture<MyRooms> mine(String user, int limit, @Nullable String cursor) {
    ListCursor after = cursor == null ? null : ListCursor.of(cursor);
    return names(user)
        .thenCompose(
            names ->
                activity
                    .of(names)
                    .thenApply(last -> new Listing(user, names, last, after))
                    .thenCompose(listing -> page(listing, limit)));
  }

  private CompletableFuture<Set<String>> names(String user) {
    return history.allUpToDate().thenCompose(done -> memberships.of(user));
  }

  /** A list as it is when a page of it is asked for. */
  private static final class Listing {

    final String user;
    final Map<String, Last> activity;
    final ListCursor place;
    final List<String> names;

    Listing(String user, Set<String> names, Map<String, Last> activity, @Nullable ListCursor from) {
      this.user = user;
      this.activity = activity;
      this.place = Objects.requireNonNullElseGet(from, () -> ListCursor.start(activity));
      this.names =
          names.stream()
              .filter(name -> place.isBefore(name, activity))
              .sorted(place.order(activity))
              .toList();
    }

    Last last(String room) {
      return activity.getOrDefault(room, Last.NONE);
    }

    /** What to ask the next page with; null if there is none. */
    @Nullable String next(int seen) {
      return seen < names.size() ? place.behind(names.get(seen - 1), activity).text() : null;
    }
  }

  private CompletableFuture<MyRooms> page(Listing listing, int limit) {
    return members(listing, 0, limit, new ArrayList<>())
        .thenCompose(
            found ->
                reading
                    .markers(listing.user, found.states.stream().map(RoomState::room).toList())
                    .thenCompose(read -> shown(listing, found.states, read))
                    .thenApply(shown -> new MyRooms(shown, listing.next(found.seen))));
  }

  /**
   * Those rooms of a page that the user is a member of.
   *
   * @param seen how many names were looked at
   */
  private record Found(List<RoomState> states, int seen) {}

  /** A name may be of a room that was deleted long ago: then further ones are looked at. */
  private CompletableFuture<Found> members(
      Listing listing, int seen, int limit, List<RoomState> found) {
    int end = Math.min(listing.names.size(), seen + limit - found.size());
    if (end == seen) {
      return CompletableFuture.completedFuture(new Found(found, seen));
    }
    Asker asker = Asker.of(listing.user);
    return all(listing.names.subList(seen, end).stream()
            .map(room -> rooms.find(room, asker))
            .toList())
        .thenCompose(
            states -> {
              states.stream()
                  .filter(state -> state.exists() && state.role(listing.user).isPresent())
                  .forEach(found::add);
              return members(listing, end, limit, found);
            });
  }

  private CompletableFuture<List<Mine>> shown(
      Listing listing, List<RoomState> states, Map<String, Long> markers) {
    Asker asker = Asker.of(listing.user);
    return all(states.stream()
            .map(
                state ->
                    rooms.inTurn(
                        asker, () -> mine(listing, state, markers.getOrDefault(state.room(), 0L))))
            .toList())
        .thenApply(shown -> shown.stream().flatMap(Optional::stream).toList());
  }

  /** A room whose events can't be read now is shown without what is unread in it. */
  private CompletableFuture<Optional<Mine>> mine(Listing listing, RoomState state, long read) {
    Optional<Role> role = state.role(listing.user);
    if (role.isEmpty()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    Last known = listing.last(state.room());
    return reading
        .news(listing.user, state.room(), read, known.seq())
        .exceptionally(error -> new Reading.News(Math.max(known.seq(), read), null))
        .thenApply(news -> Optional.of(mine(listing.user, state, role.get(), read, news)));
  }

  private static Mine mine(String user, RoomState state, Role role, long read, Reading.News news) {
    var other = RoomView.other(state, user);
    Reading.Unread unread = news.unread();
    return new Mine(
        state.room(),
        RoomView.nameFor(state, user),
        state.visibility().word(),
        role.word(),
        news.last(),
        read,
        unread == null ? null : unread.count(),
        (unread != null && unread.capped()) ? Boolean.TRUE : null,
        other == null ? null : other.id());
  }

  private static <T> CompletableFuture<List<T>> all(List<CompletableFuture<T>> parts) {
    return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
        .thenApply(done -> parts.stream().map(CompletableFuture::join).toList());
  }
}
