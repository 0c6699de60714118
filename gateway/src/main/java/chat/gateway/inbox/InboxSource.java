package chat.gateway.inbox;

import chat.contract.event.Deleted;
import chat.contract.event.EventSummary;
import chat.contract.log.Seq;
import chat.edge.problem.Refusal;
import chat.gateway.inbox.RoomLists.Listed;
import chat.gateway.inbox.RoomLists.Watcher;
import chat.gateway.log.Change;
import chat.gateway.log.EventKind;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PartitionLog;
import chat.gateway.queue.Requester;
import chat.gateway.room.Rooms;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What inboxes read of rooms.
 *
 * @param lists supplied, as the feed has inboxes before there are rooms
 */
record InboxSource(Supplier<RoomLists> lists, Supplier<Rooms> rooms)
    implements InboxActivity.LookUps {

  CompletableFuture<Listed> list(
      Requester requester, int limit, @Nullable String cursor, Watcher watcher) {
    return lists.get().list(requester, limit, cursor, watcher);
  }

  @Override
  public CompletableFuture<Optional<RoomNews>> news(String user, String room, long upTo) {
    return CompletableFuture.completedFuture(room)
        .thenCompose(name -> lists.get().one(user, name, upTo));
  }

  @Override
  public CompletableFuture<Optional<LoggedEvent>> newest(String room, long upTo) {
    return CompletableFuture.completedFuture(room)
        .thenCompose(name -> lists.get().newest(name, upTo));
  }

  @Override
  public Optional<String> author(WatchedRoom room, Change deletion) {
    try {
      PartitionLog log = rooms.get().logOf(room.name);
      long target = deletion.target();
      boolean isFirst =
          log.changesOf(room.name, List.of(target), target).getOrDefault(target, List.of()).stream()
              .noneMatch(
                  change -> change.type().equals(Deleted.TYPE) && change.seq() < deletion.seq());
      return log.at(room.name, target).events().stream()
          .filter(message -> isFirst && message.isMessage())
          .findFirst()
          .flatMap(message -> Optional.ofNullable(EventSummary.of(message.value()).author()));
    } catch (Refusal | IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  /** The position up to which a room's partition was read; {@link Seq#NONE} if it can't be read. */
  long end(String room) {
    try {
      PartitionLog log = rooms.get().logOf(room);
      return log.epoch().seq(log.end()) - 1;
    } catch (Refusal unavailable) {
      return Seq.NONE;
    }
  }

  @Override
  public Optional<LoggedEvent> newest(WatchedRoom room) {
    try {
      return rooms
          .get()
          .logOf(room.name)
          .slice(room.name, Seq.NONE, room.seen + 1, EventKind.MESSAGE, 1)
          .events()
          .stream()
          .findFirst();
    } catch (Refusal unavailable) {
      return Optional.empty();
    }
  }
}
