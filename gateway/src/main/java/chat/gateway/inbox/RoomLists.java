package chat.gateway.inbox;

import chat.contract.event.Role;
import chat.edge.problem.Refusal;
import chat.gateway.history.History;
import chat.gateway.inbox.PageDraft.Found;
import chat.gateway.log.EventKind;
import chat.gateway.log.LoggedEvent;
import chat.gateway.queue.Requester;
import chat.gateway.room.Memberships;
import chat.gateway.room.Reading;
import chat.gateway.room.RoomActivity;
import chat.gateway.room.RoomActivity.Last;
import chat.gateway.room.RoomState;
import chat.gateway.room.Rooms;
import java.util.List;
import java.util.Map;
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
public final class RoomLists {

  /** Maximum number of rooms on a page. */
  public static final int MAX_PAGE = 200;

  /** Minimum number of names that are kept for a page, as some may be of deleted rooms. */
  private static final int LEAST_KEPT = 1_000;

  /** Last messages that are read at once: a page may show only a few long ones. */
  private static final int MESSAGES_PER_STEP = 10;

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

  /** Learns the names of a list before anything in these rooms is read. */
  @FunctionalInterface
  interface Watcher {

    /** Watches none: a page shows what there is when it is read. */
    Watcher NONE = (names, isAll) -> CompletableFuture.completedFuture(Map.of());

    /**
     * Watches rooms.
     *
     * @param names the rooms from the page's first one on, most recently active first
     * @param isAll whether there are no further ones
     * @return by room the position up to which the page shows its events; none: to the end
     */
    CompletableFuture<Map<String, Long>> watch(List<String> names, boolean isAll);
  }

  /** A page of a user's rooms with what is new in them. */
  public CompletableFuture<InboxPage> mine(String user, int limit, @Nullable String cursor) {
    return list(Requester.of(user), limit, cursor, Watcher.NONE)
        .thenApply(listed -> listed.page(user, false));
  }

  /**
   * The rooms of a page.
   *
   * @param next the cursor of the next page; null if this is the last
   */
  record Listed(List<RoomNews> rooms, @Nullable String next) {

    InboxPage page(String user, boolean partial) {
      return new InboxPage(
          rooms.stream().map(room -> RoomSummary.of(room, user)).toList(),
          next,
          partial ? Boolean.TRUE : null);
    }
  }

  /**
   * Lists a page of a user's rooms.
   *
   * @param cursor the {@code next} of the page before; null: the first page
   */
  CompletableFuture<Listed> list(
      Requester requester, int limit, @Nullable String cursor, Watcher watcher) {
    ListCursor after = cursor == null ? null : ListCursor.of(cursor);
    return history
        .behind()
        .thenCompose(
            behind -> {
              Query query = new Query(requester, limit, behind);
              return listing(query, after)
                  .thenCompose(
                      listing ->
                          watcher
                              .watch(listing.names, listing.isAll)
                              .thenCompose(
                                  upTo -> members(query, listing, 0, new PageDraft(upTo))));
            });
  }

  /**
   * What is new in a room of a user; empty if the user is no member.
   *
   * @param upTo the position up to which events count
   */
  CompletableFuture<Optional<RoomNews>> one(String user, String room, long upTo) {
    Query query = new Query(Requester.of(user), 1, Set.of());
    return rooms
        .find(room, query.requester)
        .thenCompose(
            state ->
                rooms.inTurn(
                    query.requester,
                    () ->
                        reading
                            .markers(user, List.of(room))
                            .thenCompose(
                                read -> news(query, new Found(state, Last.NONE, null), read, upTo))
                            .thenCompose(
                                news ->
                                    news.map(
                                            found ->
                                                withMessage(found, upTo).thenApply(Optional::of))
                                        .orElseGet(
                                            () -> CompletableFuture.completedFuture(news)))));
  }

  /** The newest message of a room up to a position. */
  CompletableFuture<Optional<LoggedEvent>> newest(String room, long upTo) {
    return history
        .before(rooms.logOf(room), room, upTo + 1, EventKind.MESSAGE, 1)
        .thenApply(events -> events.stream().findFirst());
  }

  /**
   * The parameters of a request.
   *
   * @param behind the partitions of which this gateway may lack events
   */
  private record Query(Requester requester, int limit, Set<Integer> behind) {

    String user() {
      return requester.user();
    }
  }

  /** Computes the listing in the user's turn, on a thread that no one waits for. */
  private CompletableFuture<Listing> listing(Query query, @Nullable ListCursor from) {
    return rooms.listing(
        query.requester,
        () ->
            memberships
                .of(query.user())
                .thenCompose(
                    names ->
                        activity
                            .of(names)
                            .thenApplyAsync(
                                last -> new Listing(names, last, from, LEAST_KEPT),
                                ForkJoinPool.commonPool())));
  }

  /** Loads the next names; more are loaded if some rooms were deleted. */
  private CompletableFuture<Listed> members(
      Query query, Listing listing, int seen, PageDraft page) {
    int end = Math.min(listing.names.size(), seen + query.limit - page.found.size());
    if (end == seen) {
      ListCursor next = seen == 0 ? null : listing.next(seen);
      return next == null || page.found.size() == query.limit
          ? counted(query, page, next)
          : listing(query, next).thenCompose(more -> members(query, more, 0, page));
    }
    return all(listing.names.subList(seen, end).stream().map(room -> state(query, room)).toList())
        .thenCompose(
            states -> {
              states.stream()
                  .flatMap(Optional::stream)
                  .filter(state -> state.exists() && state.role(query.user()).isPresent())
                  .map(
                      state ->
                          new Found(
                              state, listing.last(state.room()), listing.behind(state.room())))
                  .forEach(page.found::add);
              return members(query, listing, end, page);
            });
  }

  /** Loads a room; empty if its partition can't be read and the room is not in memory. */
  private CompletableFuture<Optional<RoomState>> state(Query query, String room) {
    CompletableFuture<RoomState> state = rooms.find(room, query.requester);
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

  private CompletableFuture<Listed> counted(
      Query query, PageDraft page, @Nullable ListCursor next) {
    return reading
        .markers(query.user(), page.found.stream().map(one -> one.state().room()).toList())
        .thenCompose(
            read ->
                all(
                    page.found.stream()
                        .map(
                            one ->
                                rooms.inTurn(
                                    query.requester,
                                    () -> news(query, one, read, page.upTo(one.state().room()))))
                        .toList()))
        .thenCompose(
            news ->
                filled(
                    query,
                    page,
                    news.stream().flatMap(Optional::stream).toList(),
                    next == null ? null : next.text()));
  }

  /** Adds the last messages, a few at a time; the page ends where these have too many bytes. */
  private CompletableFuture<Listed> filled(
      Query query, PageDraft page, List<RoomNews> news, @Nullable String next) {
    int from = page.size();
    if (from == news.size()) {
      return CompletableFuture.completedFuture(page.whole(next));
    }
    return all(news.subList(from, Math.min(news.size(), from + MESSAGES_PER_STEP)).stream()
            .map(
                room ->
                    rooms.inTurn(query.requester, () -> withMessage(room, page.upTo(room.room()))))
            .toList())
        .thenCompose(
            complete ->
                complete.stream().allMatch(page::add)
                    ? filled(query, page, news, next)
                    : CompletableFuture.completedFuture(page.part()));
  }

  private CompletableFuture<RoomNews> withMessage(RoomNews room, long upTo) {
    return reading
        .withMessage(room.room(), room.news(), upTo + 1)
        .exceptionally(unreadable -> room.news())
        .thenApply(news -> new RoomNews(room.state(), room.role(), room.read(), news));
  }

  /** A room whose events can't be read now is shown without an unread count. */
  private CompletableFuture<Optional<RoomNews>> news(
      Query query, Found one, Map<String, Long> markers, long upTo) {
    RoomState state = one.state();
    Optional<Role> role = state.role(query.user());
    if (role.isEmpty() || !state.exists()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    long read = markers.getOrDefault(state.room(), 0L);
    long known = one.last().seq();
    Reading.News untold = new Reading.News(Math.max(known, read), null, null);
    CompletableFuture<Reading.News> news =
        isBehind(query, state.room())
            ? CompletableFuture.completedFuture(untold)
            : reading
                .news(query.user(), state.room(), read, known, upTo + 1)
                .exceptionally(error -> untold);
    return news.thenApply(told -> Optional.of(new RoomNews(state, role.get(), read, told)));
  }

  private static <T> CompletableFuture<List<T>> all(List<CompletableFuture<T>> parts) {
    return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
        .thenApply(done -> parts.stream().map(CompletableFuture::join).toList());
  }
}
