package chat.gateway.room;

import chat.contract.Author;
import chat.contract.EventSummary;
import chat.contract.Seq;
import chat.gateway.history.History;
import chat.gateway.log.EventKind;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PartitionLog;
import chat.gateway.signals.Signals;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What people have read, and what they have not. All stages fail with a refusal. */
public final class Reading {

  /** In larger rooms nobody but the reader's own devices is told. */
  private static final int SMALL_ROOM = 200;

  private static final int PAGE = 1000;

  /** What is counted at most; who has more to read won't mind how much. */
  private static final int MOST = 100_000;

  private final Rooms rooms;
  private final History history;
  private final ReadMarkers markers;
  private final Signals signals;

  Reading(Rooms rooms, History history, ReadMarkers markers, Signals signals) {
    this.rooms = rooms;
    this.history = history;
    this.markers = markers;
    this.signals = signals;
  }

  /** Somebody has read a room up to a seq; it is kept, and told to those whom it concerns. */
  public CompletableFuture<Void> upTo(Author user, String room, long seq) {
    return rooms
        .upToDate(room)
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

  /** Somebody's markers by room. */
  CompletableFuture<Map<String, Long>> markers(String user) {
    return markers.of(user);
  }

  /** The room's last event, {@link Seq#NONE} if it has none. */
  CompletableFuture<Long> last(String room) {
    return history
        .upToDate(room)
        .thenCompose(log -> history.before(log, room, History.END, EventKind.ANY, 1))
        .thenApply(events -> events.isEmpty() ? Seq.NONE : events.get(0).seq());
  }

  /** How many messages of others, not deleted since, stand in a room after a seq. */
  CompletableFuture<Integer> unread(String user, String room, long after) {
    return history.upToDate(room).thenCompose(log -> count(log, user, room, after, 0));
  }

  private CompletableFuture<Integer> count(
      PartitionLog log, String user, String room, long after, int counted) {
    return history
        .after(log, room, after, EventKind.MESSAGE, PAGE)
        .thenCompose(
            messages -> {
              int all = counted + (int) unreadOf(user, messages);
              return messages.size() < PAGE || all >= MOST
                  ? CompletableFuture.completedFuture(Math.min(all, MOST))
                  : count(log, user, room, messages.get(PAGE - 1).seq(), all);
            });
  }

  private static long unreadOf(String user, List<LoggedEvent> messages) {
    return messages.stream()
        .map(message -> EventSummary.of(message.value()))
        .filter(message -> !message.isDeleted() && !user.equals(message.author()))
        .count();
  }

  private void tell(Author user, String room, long seq, RoomState state) {
    boolean everybody = state.memberCount() <= SMALL_ROOM && state.role(user.id()).isPresent();
    signals.read(user, room, seq, everybody);
  }
}
