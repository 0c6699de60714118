package chat.gateway.room;

import chat.contract.Author;
import chat.contract.event.Read;
import chat.contract.log.ErasedUsers;
import chat.contract.log.Seq;
import chat.gateway.history.History;
import chat.gateway.history.UnreadMessages;
import chat.gateway.log.EventKind;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PartitionLog;
import chat.gateway.queue.Requester;
import chat.gateway.signals.MarkerAudience;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Read markers and unread counts. All stages fail with a refusal. */
public final class Reading {

  /** In larger rooms only the reader's own devices are told of a read marker. */
  private static final int SMALL_ROOM = 200;

  /** Unread messages are counted up to this. */
  private static final int MAX_UNREAD = 999;

  private final Rooms rooms;
  private final History history;
  private final ReadMarkers markers;
  private final MarkerPublisher telling;
  private final ErasedUsers erased;

  /** Publishes a moved marker to those whom the audience names when it is sent. */
  @FunctionalInterface
  interface MarkerPublisher {
    void read(Read read, Supplier<MarkerAudience> audience);
  }

  Reading(
      Rooms rooms,
      History history,
      ReadMarkers markers,
      MarkerPublisher telling,
      ErasedUsers erased) {
    this.rooms = rooms;
    this.history = history;
    this.markers = markers;
    this.telling = telling;
    this.erased = erased;
  }

  /** A user's marker in a room; 0 if there is none. */
  public CompletableFuture<Long> marker(String user, String room) {
    return markers.of(user, List.of(room)).thenApply(found -> found.getOrDefault(room, 0L));
  }

  /** Moves a user's marker in a room, stores it and tells those concerned. */
  public CompletableFuture<Void> upTo(Author user, String room, long seq) {
    return rooms
        .upToDate(room, Requester.of(user.id()))
        .thenCompose(
            state -> {
              Access.read(state, user.id());
              return last(room).thenCompose(last -> move(user, state, Math.min(seq, last)));
            });
  }

  private CompletableFuture<Void> move(Author user, RoomState room, long seq) {
    Read read = new Read(room.room(), user, seq);
    MarkerAudience atMove = audience(user.id(), room);
    return markers
        .move(user.id(), room.room(), seq)
        .thenRun(() -> telling.read(read, () -> audience(read, atMove)));
  }

  /** A user's markers in some rooms. */
  public CompletableFuture<Map<String, Long>> markers(String user, List<String> rooms) {
    return rooms.isEmpty() ? CompletableFuture.completedFuture(Map.of()) : markers.of(user, rooms);
  }

  /**
   * The undeleted messages by others that a user has not read.
   *
   * @param capped whether there are more than counted
   * @param mentions those that name the user, of those counted
   */
  public record UnreadCount(int count, boolean capped, int mentions) {

    static final UnreadCount NONE = new UnreadCount(0, false, 0);

    static UnreadCount of(UnreadMessages unread) {
      return new UnreadCount(
          Math.min(unread.number(), MAX_UNREAD), unread.number() > MAX_UNREAD, unread.mentions());
    }
  }

  /**
   * The news in a room for a user.
   *
   * @param last the room's last event, {@link Seq#NONE} if it has none
   * @param unread null if it can't be counted now
   * @param message the newest message; null if there is none, it was not read, or can't be read now
   */
  public record News(long last, @Nullable UnreadCount unread, @Nullable LoggedEvent message) {}

  /**
   * The news in a room for a user, as this gateway knows the log, without the newest message.
   *
   * @param read the user's marker
   * @param known an event of the room. If the tables know it as the last one it is the last, unless
   *     this gateway has a later one in memory. {@link Seq#NONE}: none is known
   * @param before the seq before which events count; {@link History#END} for all
   */
  public CompletableFuture<News> news(
      String user, String room, long read, long known, long before) {
    PartitionLog log = rooms.logOf(room);
    return last(log, room, known, before)
        .thenCompose(
            last -> {
              CompletableFuture<UnreadCount> unread =
                  last <= read
                      ? CompletableFuture.completedFuture(UnreadCount.NONE)
                      : history
                          .unread(log, room, user, read, before, MAX_UNREAD + 1)
                          .thenApply(UnreadCount::of);
              return unread.thenApply(count -> new News(last, count, null));
            });
  }

  /**
   * The same news with the newest message, if some are unread or the tail has it. So a quiet room
   * of which the user has read all costs no query.
   *
   * @param before the seq before which events count; {@link History#END} for all
   */
  public CompletableFuture<News> withMessage(String room, News news, long before) {
    PartitionLog log = rooms.logOf(room);
    UnreadCount unread = news.unread;
    boolean isShown =
        unread != null
            && (unread.count > 0
                || !log.slice(room, Seq.NONE, before, EventKind.MESSAGE, 1).events().isEmpty());
    return isShown
        ? newest(log, room, before, EventKind.MESSAGE)
            .thenApply(message -> new News(news.last, unread, message.orElse(null)))
        : CompletableFuture.completedFuture(news);
  }

  private CompletableFuture<Long> last(PartitionLog log, String room, long known, long before) {
    boolean gapless = log.watermark() >= log.start();
    if (known == Seq.NONE || known >= before || !gapless) {
      return last(log, room, before);
    }
    List<LoggedEvent> later = log.slice(room, known, before, EventKind.ANY, 1).events();
    return CompletableFuture.completedFuture(later.isEmpty() ? known : later.get(0).seq());
  }

  /** The room's last event, {@link Seq#NONE} if it has none. */
  public CompletableFuture<Long> last(String room) {
    return history.upToDate(room).thenCompose(log -> last(log, room, History.END));
  }

  private CompletableFuture<Long> last(PartitionLog log, String room, long before) {
    return newest(log, room, before, EventKind.ANY)
        .thenApply(event -> event.map(LoggedEvent::seq).orElse(Seq.NONE));
  }

  private CompletableFuture<Optional<LoggedEvent>> newest(
      PartitionLog log, String room, long before, EventKind kind) {
    return history
        .before(log, room, before, kind, 1)
        .thenApply(events -> events.stream().findFirst());
  }

  /**
   * Asked when the marker is sent, as the user may have been removed since.
   *
   * @param atMove the audience when the marker moved, for a room that is in memory no more
   */
  private MarkerAudience audience(Read read, MarkerAudience atMove) {
    RoomState known = rooms.known(read.room());
    if (known == null) {
      return erased.has(read.user().id()) ? MarkerAudience.NONE : atMove;
    }
    return audience(read.user().id(), known);
  }

  private MarkerAudience audience(String user, RoomState room) {
    if (erased.has(user) || !Access.mayRead(room, user)) {
      return MarkerAudience.NONE;
    }
    return room.memberCount() <= SMALL_ROOM && room.role(user).isPresent()
        ? MarkerAudience.ROOM
        : MarkerAudience.OWN_DEVICES;
  }
}
