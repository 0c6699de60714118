package chat.gateway.inbox;

import chat.contract.event.Deleted;
import chat.contract.event.Edited;
import chat.contract.event.Message;
import chat.contract.event.Read;
import chat.contract.log.Seq;
import chat.gateway.inbox.RoomLists.Listed;
import chat.gateway.log.EventKind;
import chat.gateway.log.LoggedEvent;
import chat.gateway.queue.Requester;
import chat.gateway.room.EventObserver;
import chat.gateway.signals.MarkerObserver;
import chat.sockets.fanout.Connection;
import chat.sockets.fanout.Frame;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The inboxes of the connections of this gateway: lists of rooms, and what is new in them from then
 * on. One thread has them all. The feed only hands over the events of rooms that are in some inbox,
 * so an inbox costs the feed nothing and other users no more than a place in the queues.
 */
public final class Inboxes implements EventObserver, MarkerObserver {

  private final InboxSource source;
  private final InboxMemory memory;
  private final InboxIndex index;
  private final InboxLoop loop;
  private final InboxActivity activity;
  private final InboxChanges changes;
  private final AtomicBoolean missed = new AtomicBoolean();

  /**
   * No inboxes yet.
   *
   * @param memory for all inboxes
   */
  Inboxes(InboxSource source, InboxMemory memory, InboxLoop loop) {
    this.source = source;
    this.memory = memory;
    this.index = new InboxIndex(source::end, memory);
    this.loop = loop;
    this.activity = new InboxActivity(index, loop, source);
    this.changes = new InboxChanges(index, activity, source);
  }

  /** The number of rooms in all inboxes. */
  int entries() {
    return index.entries();
  }

  @Override
  public void observe(LoggedEvent event) {
    if (index.isEmpty()) {
      return;
    }
    if (EventKind.ROOM_CHANGE.includes(event.type())) {
      // Never dropped: by these rooms come and go.
      loop.execute(() -> changes.apply(event));
    } else if (index.hasRoom(event.room())) {
      hand(event);
    }
  }

  /** Of events that tell users nothing only the position is kept. */
  private void hand(LoggedEvent event) {
    String type = event.type();
    if (type.equals(Message.TYPE) || type.equals(Edited.TYPE) || type.equals(Deleted.TYPE)) {
      offer(event.value().length, () -> changes.apply(event));
    } else {
      String room = event.room();
      long seq = event.seq();
      offer(0, () -> changes.passed(room, seq));
    }
  }

  @Override
  public void moved(Read read) {
    String user = read.user().id();
    if (index.hasUser(user)) {
      offer(0, () -> changes.read(user, read.room(), read.seq()));
    }
  }

  @Override
  public void reset() {
    loop.execute(index::clear);
  }

  private void offer(int size, Runnable task) {
    if (!loop.offer(size, task) && missed.compareAndSet(false, true)) {
      loop.execute(this::countAgain);
    }
  }

  private void countAgain() {
    missed.set(false);
    index.locateAll();
    index.rooms().forEach(activity::touch);
  }

  /**
   * Sends a page of a user's rooms. With the first page the connection begins to be told what is
   * new in them.
   *
   * @param cursor the {@code next} of the page before; null: the first page
   * @param answer renders the page's JSON
   * @return completes when the answer was sent; fails with a refusal
   */
  public CompletableFuture<Void> list(
      Connection connection,
      String user,
      int limit,
      @Nullable String cursor,
      Function<byte[], Frame> answer) {
    InboxRequest request = new InboxRequest(connection, user, cursor == null);
    CompletableFuture<Void> outcome = new CompletableFuture<>();
    var unused =
        call(request::begin)
            .thenCompose(
                begun ->
                    source.list(
                        new Requester(user, connection::isClosed), limit, cursor, request::watch))
            .whenComplete(
                (listed, error) ->
                    loop.execute(
                        () -> {
                          request.end(listed, answer);
                          if (error == null) {
                            outcome.complete(null);
                          } else {
                            outcome.completeExceptionally(error);
                          }
                        }));
    return outcome;
  }

  /** Runs a task on the thread of the inboxes. */
  private CompletableFuture<Void> call(Runnable task) {
    CompletableFuture<Void> outcome = new CompletableFuture<>();
    loop.execute(
        () -> {
          try {
            task.run();
            outcome.complete(null);
          } catch (RuntimeException e) {
            outcome.completeExceptionally(e);
          }
        });
    return outcome;
  }

  /** A list that is read for a connection. */
  private final class InboxRequest {
    private final Connection connection;
    private final String user;
    private final boolean isFirst;
    private Map<String, Long> positions = Map.of();
    private boolean isPartial;

    InboxRequest(Connection connection, String user, boolean isFirst) {
      this.connection = connection;
      this.user = user;
      this.isFirst = isFirst;
    }

    /** From here on frames for the connection are held back until the list was read. */
    void begin() {
      UserInbox inbox = isFirst ? index.open(user) : index.user(user);
      InboxSocket socket = inbox == null ? null : inbox.socket(connection);
      if (inbox != null && socket == null && isFirst) {
        socket = new InboxSocket(connection, loop, memory);
        inbox.sockets.add(socket);
        connection.whenEnded(() -> loop.execute(this::ended));
      }
      if (socket != null) {
        socket.lists++;
      }
    }

    private void ended() {
      UserInbox inbox = index.user(user);
      if (inbox != null) {
        InboxSocket socket = inbox.socket(connection);
        if (socket != null) {
          inbox.sockets.remove(socket);
          socket.ended();
        }
        forgetDeparted(inbox);
        if (inbox.sockets.isEmpty()) {
          index.remove(inbox);
        }
      }
    }

    CompletableFuture<Map<String, Long>> watch(List<String> names, boolean isAll) {
      return call(() -> watchNow(names, isAll)).thenApply(done -> positions);
    }

    private void watchNow(List<String> names, boolean isAll) {
      UserInbox inbox = index.user(user);
      if (inbox != null && isFirst) {
        isPartial = !put(inbox, names) || !isAll;
        inbox.partial = isPartial;
      }
      positions = inbox == null ? Map.of() : InboxIndex.positions(inbox, names);
    }

    /** Rooms that the user has left since the names were read are not put back. */
    private boolean put(UserInbox inbox, List<String> names) {
      return index.put(
          inbox, names.stream().filter(name -> !inbox.departed.containsKey(name)).toList());
    }

    /** Sends the list, if it could be read, then the frames that were held back. */
    void end(@Nullable Listed listed, Function<byte[], Frame> answer) {
      UserInbox inbox = index.user(user);
      Frame page =
          listed == null ? null : answer.apply(InboxFrames.page(listed.page(user, isPartial)));
      InboxSocket socket = inbox == null ? null : inbox.socket(connection);
      if (inbox == null || socket == null || socket.lists == 0) {
        if (page != null) {
          connection.send(page);
          loop.sent();
        }
        return;
      }
      if (listed != null) {
        listed.rooms().forEach(room -> learn(inbox, room));
      }
      activity.catchUp(socket, socket.listed(page));
      forgetDeparted(inbox);
    }

    private void forgetDeparted(UserInbox inbox) {
      if (!inbox.isListing()) {
        inbox.departed.clear();
      }
    }

    /** An edit or deletion that came after the page's position is told behind the page. */
    private void learn(UserInbox inbox, RoomNews room) {
      InboxEntry entry = inbox.entries.get(room.room());
      if (entry != null && !entry.lookingUp) {
        long upTo = positions.getOrDefault(room.room(), Seq.NONE);
        entry.room.learn(room, upTo);
        if (!entry.counted(room, upTo) && entry.isStale()) {
          activity.touch(entry);
        }
      }
    }
  }
}
