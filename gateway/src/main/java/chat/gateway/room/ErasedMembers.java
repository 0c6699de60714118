package chat.gateway.room;

import chat.contract.Author;
import chat.contract.event.Nameless;
import chat.contract.user.UserEvent;
import chat.gateway.account.MembershipRemoval;
import chat.gateway.account.events.UserEventSink;
import chat.gateway.history.History;
import chat.gateway.log.RoomFeed;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes users whose accounts were erased: every gateway hides the author and text of their
 * messages, and one gateway at a time has them leave their rooms, until none is left.
 */
final class ErasedMembers implements UserEventSink, MembershipRemoval {

  private static final Logger LOG = LoggerFactory.getLogger(ErasedMembers.class);
  private static final int AT_ONCE = 4;

  /**
   * Longer than leaving takes in a room that can be read and written; other rooms are tried again
   * later.
   */
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private final RoomFeed feed;
  private final History history;
  private final Memberships memberships;
  private final Rooms rooms;
  private final RoomCommands commands;
  private final MemberDecisions decisions;

  ErasedMembers(
      RoomFeed feed,
      History history,
      Memberships memberships,
      Rooms rooms,
      RoomCommands commands,
      MemberDecisions decisions) {
    this.feed = feed;
    this.history = history;
    this.memberships = memberships;
    this.rooms = rooms;
    this.commands = commands;
    this.decisions = decisions;
  }

  @Override
  public void handle(UserEvent event) {
    if (event instanceof UserEvent.Erased erased) {
      feed.removeErased(erased.user(), erased.at());
    }
  }

  @Override
  public CompletableFuture<Boolean> leaveRooms(String user, Runnable progress) {
    return history
        .allUpToDate()
        .thenCompose(done -> memberships.readAgain(user))
        .thenCompose(names -> new Round(user, names, progress).run());
  }

  /** One pass over all rooms, a few at a time. */
  private final class Round {
    private final Author user;
    private final Queue<String> waiting;
    private final Runnable progress;

    /** Number of rooms that were left or could not be left. */
    private final AtomicInteger left = new AtomicInteger();

    Round(String user, Collection<String> names, Runnable progress) {
      this.user = new Author(user, Nameless.NAME);
      this.waiting = new ArrayDeque<>(names);
      this.progress = progress;
    }

    CompletableFuture<Boolean> run() {
      CompletableFuture<?>[] lanes = new CompletableFuture<?>[AT_ONCE];
      for (int i = 0; i < lanes.length; i++) {
        lanes[i] = next();
      }
      return CompletableFuture.allOf(lanes).thenApply(done -> left.get() == 0);
    }

    private CompletableFuture<Void> next() {
      String room = poll();
      return room == null
          ? CompletableFuture.completedFuture(null)
          : leave(room)
              .handle((done, error) -> ended(room, error))
              .thenComposeAsync(ended -> next());
    }

    private synchronized @Nullable String poll() {
      return waiting.poll();
    }

    private @Nullable Void ended(String room, @Nullable Throwable error) {
      if (error != null) {
        left.incrementAndGet();
        LOG.debug("erased user={} could not leave room={} yet", user.id(), room, error);
      }
      progress.run();
      return null;
    }

    private CompletableFuture<Void> leave(String room) {
      return CompletableFuture.completedFuture(room)
          .thenCompose(rooms::upToDate)
          .thenCompose(
              state -> {
                if (!state.exists() || state.role(user.id()).isEmpty()) {
                  return CompletableFuture.completedFuture(state);
                }
                left.incrementAndGet();
                return commands
                    .change(room, decisions.handOverErased(user))
                    .thenCompose(handed -> commands.change(room, decisions.removeErased(user)));
              })
          .orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
          .thenAccept(state -> {});
    }
  }
}
