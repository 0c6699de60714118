package chat.gateway.room;

import chat.contract.Author;
import chat.contract.Seq;
import chat.gateway.history.History;
import chat.gateway.log.EventKind;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PartitionLog;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What people have read, and what they have not. All stages fail with a refusal. */
public final class Reading {

  /** In larger rooms nobody but the reader's own devices is told. */
  private static final int SMALL_ROOM = 200;

  /** So many unread messages are counted exactly. */
  private static final int MOST = 999;

  private final Rooms rooms;
  private final History history;
  private final ReadMarkers markers;
  private final Telling telling;

  /** Tells that a marker moved: everybody in the room, or the user's own devices. */
  @FunctionalInterface
  interface Telling {
    void read(Author user, String room, long seq, boolean everybody);
  }

  Reading(Rooms rooms, History history, ReadMarkers markers, Telling telling) {
    this.rooms = rooms;
    this.history = history;
    this.markers = markers;
    this.telling = telling;
  }

  /** Somebody has read a room up to a seq; it is kept, and told to those whom it concerns. */
  public CompletableFuture<Void> upTo(Author user, String room, long seq) {
    return rooms
        .upToDate(room, Requester.of(user.id()))
        .thenApply(
            state -> {
              Access.read(state, user.id());
              return state;
            })
        .thenCompose(
            state ->
                last(room)
                    .thenCompose(
                        last -> {
                          long read = Math.min(seq, last);
                          return markers
                              .move(user.id(), room, read)
                              .thenRun(() -> tell(user, room, read, state));
                        }));
  }

  /** A user's markers in some rooms. */
  public CompletableFuture<Map<String, Long>> markers(String user, List<String> rooms) {
    return rooms.isEmpty() ? CompletableFuture.completedFuture(Map.of()) : markers.of(user, rooms);
  }

  /**
   * How many messages of others, not deleted since, somebody has not read.
   *
   * @param capped there are more
   */
  public record Unread(int count, boolean capped) {

    static final Unread NONE = new Unread(0, false);
  }

  /**
   * What is new in a room.
   *
   * @param last the room's last event, {@link Seq#NONE} if it has none
   * @param unread null: it can't be told now
   */
  public record News(long last, @Nullable Unread unread) {}

  /**
   * What is new in a room for somebody, as this gateway knows the log.
   *
   * @param read the user's marker
   * @param known an event of the room; if the tables knew it as the last one it is so, unless this
   *     gateway has a later one in memory. {@link Seq#NONE}: none is known
   */
  public CompletableFuture<News> news(String user, String room, long read, long known) {
    PartitionLog log = rooms.logOf(room);
    return last(log, room, known)
        .thenCompose(
            last ->
                (last <= read
                        ? CompletableFuture.completedFuture(Unread.NONE)
                        : unread(log, user, room, read))
                    .thenApply(unread -> new News(last, unread)));
  }

  private CompletableFuture<Long> last(PartitionLog log, String room, long known) {
    boolean gapless = log.written() >= log.start();
    if (known == Seq.NONE || !gapless) {
      return last(log, room);
    }
    List<LoggedEvent> later = log.slice(room, known, History.END, EventKind.ANY, 1).events();
    return CompletableFuture.completedFuture(later.isEmpty() ? known : later.get(0).seq());
  }

  /** The room's last event, {@link Seq#NONE} if it has none. */
  public CompletableFuture<Long> last(String room) {
    return history.upToDate(room).thenCompose(log -> last(log, room));
  }

  private CompletableFuture<Long> last(PartitionLog log, String room) {
    return history
        .before(log, room, History.END, EventKind.ANY, 1)
        .thenApply(events -> events.isEmpty() ? Seq.NONE : events.get(0).seq());
  }

  /** How many messages of others, not deleted since, stand in a room after a seq. */
  private CompletableFuture<Unread> unread(PartitionLog log, String user, String room, long after) {
    return history
        .unread(log, room, user, after, MOST + 1)
        .thenApply(count -> new Unread(Math.min(count, MOST), count > MOST));
  }

  private void tell(Author user, String room, long seq, RoomState state) {
    boolean everybody = state.memberCount() <= SMALL_ROOM && state.role(user.id()).isPresent();
    telling.read(user, room, seq, everybody);
  }
}
