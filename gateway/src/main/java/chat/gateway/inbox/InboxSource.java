package chat.gateway.inbox;

import chat.contract.log.Seq;
import chat.edge.problem.Refusal;
import chat.gateway.inbox.RoomLists.Listed;
import chat.gateway.inbox.RoomLists.Watcher;
import chat.gateway.log.EventKind;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PartitionLog;
import chat.gateway.queue.Requester;
import chat.gateway.room.Rooms;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What inboxes read of rooms.
 *
 * @param lists supplied, as the feed has inboxes before there are rooms
 */
record InboxSource(Supplier<RoomLists> lists, Supplier<Rooms> rooms) {

  CompletableFuture<Listed> list(
      Requester requester, int limit, @Nullable String cursor, Watcher watcher) {
    return lists.get().list(requester, limit, cursor, watcher);
  }

  /** What is new for a user in a room; empty if the user is no member. */
  CompletableFuture<Optional<RoomNews>> news(String user, String room, long upTo) {
    return CompletableFuture.completedFuture(room)
        .thenCompose(name -> lists.get().one(user, name, upTo));
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

  /** The newest message of a room up to its position, if the tail has it. */
  Optional<LoggedEvent> newest(WatchedRoom room) {
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
