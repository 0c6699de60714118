package chat.gateway.room.rest;

import chat.contract.event.Role;
import chat.edge.problem.Refusal;
import chat.gateway.history.History;
import chat.gateway.room.Memberships;
import chat.gateway.room.Reading;
import chat.gateway.room.Requester;
import chat.gateway.room.RoomActivity;
import chat.gateway.room.RoomActivity.Last;
import chat.gateway.room.RoomState;
import chat.gateway.room.Rooms;
import chat.gateway.room.rest.RoomView.Mine;
import chat.gateway.room.rest.RoomView.MyRooms;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Lists a user's rooms, most recently active first. Their names and order are known without loading
 * the rooms; that pass runs once at a time per user and keeps only what the page needs. Only the
 * page's rooms are loaded and counted, a few at a time, users in turn. Rooms of a partition that
 * can't be read now are shown as far as known.
 */
@Component
final class RoomLists {

  /** Minimum number of names that are kept for a page, as some may be of deleted rooms. */
  private static final int LEAST_KEPT = 200;

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
   * A page of a user's rooms with what is new in them.
   *
   * @param cursor the {@code next} of the page before; null: the first page
   */
  CompletableFuture<MyRooms> mine(String user, int limit, @Nullable String cursor) {
    ListCursor after = cursor == null ? null : ListCursor.of(cursor);
    return history
        .behind()
        .thenCompose(behind -> members(new Query(user, limit, behind), after, new ArrayList<>()));
  }

  /**
   * The parameters of a request.
   *
   * @param behind the partitions of which this gateway may lack events
   */
  private record Query(String user, int limit, Set<Integer> behind) {

    Requester requester() {
      return Requester.of(user);
    }
  }

  /** The part of a list that a page may need, as of the request. */
  private static final class Listing {

    final Map<String, Last> activity = new HashMap<>();
    final ListCursor place;
    final List<String> names;
    final boolean isAll;

    Listing(Set<String> names, Map<String, Last> all, @Nullable ListCursor from, int most) {
      this.place = Objects.requireNonNullElseGet(from, () -> ListCursor.start(all));
      List<String> sorted =
          names.stream()
              .filter(name -> place.isBefore(name, all))
              .sorted(place.order(all))
              .toList();
      this.names = List.copyOf(sorted.subList(0, Math.min(most, sorted.size())));
      this.isAll = this.names.size() == sorted.size();
      this.names.forEach(name -> activity.put(name, all.getOrDefault(name, Last.NONE)));
    }

    Last last(String room) {
      return activity.getOrDefault(room, Last.NONE);
    }

    /** The cursor after the first so many; null at the end. */
    @Nullable ListCursor next(int seen) {
      return isAll && seen == names.size() ? null : place.behind(names.get(seen - 1), activity);
    }
  }

  /** Computes the listing in the user's turn, on a thread that no one waits for. */
  private CompletableFuture<Listing> listing(Query query, @Nullable ListCursor from) {
    int most = Math.max(LEAST_KEPT, query.limit);
    return rooms.listing(
        query.requester(),
        () ->
            memberships
                .of(query.user)
                .thenCompose(
                    names ->
                        activity
                            .of(names)
                            .thenApplyAsync(
                                last -> new Listing(names, last, from, most),
                                ForkJoinPool.commonPool())));
  }

  /** A room of the page with its last event. */
  private record Found(RoomState state, Last last) {}

  private CompletableFuture<MyRooms> members(
      Query query, @Nullable ListCursor from, List<Found> found) {
    return listing(query, from).thenCompose(listing -> members(query, listing, 0, found));
  }

  /** Loads the next names; more are loaded if some rooms were deleted. */
  private CompletableFuture<MyRooms> members(
      Query query, Listing listing, int seen, List<Found> found) {
    int end = Math.min(listing.names.size(), seen + query.limit - found.size());
    if (end == seen) {
      ListCursor next = seen == 0 ? null : listing.next(seen);
      return next == null || found.size() == query.limit
          ? page(query, found, next)
          : members(query, next, found);
    }
    return all(listing.names.subList(seen, end).stream().map(room -> state(query, room)).toList())
        .thenCompose(
            states -> {
              states.stream()
                  .flatMap(Optional::stream)
                  .filter(state -> state.exists() && state.role(query.user).isPresent())
                  .map(state -> new Found(state, listing.last(state.room())))
                  .forEach(found::add);
              return members(query, listing, end, found);
            });
  }

  /** Loads a room; empty if its partition can't be read and the room is not in memory. */
  private CompletableFuture<Optional<RoomState>> state(Query query, String room) {
    CompletableFuture<RoomState> state = rooms.find(room, query.requester());
    return isBehind(query, room)
        ? state.handle((known, error) -> Optional.ofNullable(known))
        : state.thenApply(Optional::of);
  }

  private boolean isBehind(Query query, String room) {
    try {
      return !query.behind.isEmpty() && query.behind.contains(rooms.logOf(room).partition());
    } catch (Refusal neverRead) {
      return true;
    }
  }

  private CompletableFuture<MyRooms> page(
      Query query, List<Found> found, @Nullable ListCursor next) {
    return reading
        .markers(query.user, found.stream().map(one -> one.state.room()).toList())
        .thenCompose(read -> shown(query, found, read))
        .thenApply(shown -> new MyRooms(shown, next == null ? null : next.text()));
  }

  private CompletableFuture<List<Mine>> shown(
      Query query, List<Found> found, Map<String, Long> markers) {
    return all(found.stream()
            .map(
                one ->
                    rooms.inTurn(
                        query.requester(),
                        () -> mine(query, one, markers.getOrDefault(one.state.room(), 0L))))
            .toList())
        .thenApply(shown -> shown.stream().flatMap(Optional::stream).toList());
  }

  /** A room whose events can't be read now is shown without an unread count. */
  private CompletableFuture<Optional<Mine>> mine(Query query, Found one, long read) {
    RoomState state = one.state;
    Optional<Role> role = state.role(query.user);
    if (role.isEmpty()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    long known = one.last.seq();
    Reading.News untold = new Reading.News(Math.max(known, read), null);
    CompletableFuture<Reading.News> news =
        isBehind(query, state.room())
            ? CompletableFuture.completedFuture(untold)
            : reading.news(query.user, state.room(), read, known).exceptionally(error -> untold);
    return news.thenApply(told -> Optional.of(mine(query.user, state, role.get(), read, told)));
  }

  private static Mine mine(String user, RoomState state, Role role, long read, Reading.News news) {
    var other = RoomView.other(state, user);
    Reading.UnreadCount unread = news.unread();
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
