package chat.gateway.room;

import chat.contract.Author;
import chat.contract.Nameless;
import chat.contract.UserEvent;
import chat.gateway.log.RoomFeed;
import chat.gateway.user.UserEventSink;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets go of those whose accounts were erased: what they wrote is shown no more, and they leave
 * their rooms. Every gateway does it; whoever comes second finds that it is so already.
 */
final class Farewell implements UserEventSink {

  private static final Logger LOG = LoggerFactory.getLogger(Farewell.class);

  private final RoomFeed feed;
  private final RoomLists lists;
  private final RoomCommands commands;
  private final MemberDecisions decisions;

  Farewell(RoomFeed feed, RoomLists lists, RoomCommands commands, MemberDecisions decisions) {
    this.feed = feed;
    this.lists = lists;
    this.commands = commands;
    this.decisions = decisions;
  }

  @Override
  public void take(UserEvent event) {
    if (event instanceof UserEvent.Erased erased) {
      feed.leaveOut(erased.user(), erased.at());
      leaveRooms(new Author(erased.user(), Nameless.NAME));
    }
  }

  private void leaveRooms(Author user) {
    CompletionStage<Void> left =
        CompletableFuture.completedFuture(user.id())
            .thenCompose(lists::roomsOf)
            .thenCompose(rooms -> leave(user, rooms));
    left.exceptionally(
        error -> {
          LOG.warn("user={} is erased, but stays in rooms: {}", user.id(), error.toString());
          return null;
        });
  }

  /** One room after the other: nobody waits for it. */
  private CompletableFuture<Void> leave(Author user, List<String> rooms) {
    CompletableFuture<Void> left = CompletableFuture.completedFuture(null);
    for (String room : rooms) {
      left =
          left.thenCompose(before -> commands.change(room, decisions.handOver(user)))
              .thenCompose(handed -> commands.change(room, decisions.vanish(user)))
              .thenAccept(state -> {});
    }
    return left;
  }
}
