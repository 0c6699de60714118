package chat.gateway.inbox;

import chat.contract.log.Seq;
import chat.gateway.log.LoggedEvent;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tells users what is new in their rooms: at once if they were told nothing of the room for a
 * second, else a second after that, with the newest state. Has the thread of the inboxes.
 */
final class InboxActivity {

  /** The shortest time between two frames about a room to one user. */
  private static final long INTERVAL_MILLIS = 1_000;

  /** Finds what is new in a room. */
  interface LookUps {

    /** What is new for an entry up to a position; empty if the user is no member. */
    CompletableFuture<Optional<RoomNews>> news(String user, String room, long upTo);
  }

  private final InboxIndex index;
  private final InboxLoop loop;
  private final LookUps lookUps;
  private final Function<WatchedRoom, Optional<LoggedEvent>> newest;

  /**
   * Nothing is to be told yet.
   *
   * @param newest the newest message of a room up to its position, if the tail has it
   */
  InboxActivity(
      InboxIndex index,
      InboxLoop loop,
      LookUps lookUps,
      Function<WatchedRoom, Optional<LoggedEvent>> newest) {
    this.index = index;
    this.loop = loop;
    this.lookUps = lookUps;
    this.newest = newest;
  }

  /** Something happened in a room that concerns all who have it in their inbox. */
  void touch(WatchedRoom room) {
    if (!room.queued) {
      room.queued = true;
      loop.at(Math.max(loop.now(), room.sentAt + INTERVAL_MILLIS), () -> tell(room));
    }
  }

  /** Something happened in a room that concerns one user. */
  void touch(InboxEntry entry) {
    entry.pending = true;
    tellInTime(entry, null);
  }

  /** Tells a user that a room came into the inbox, and then what is new in it. */
  void announce(InboxEntry entry) {
    entry.isNew = true;
    if (!entry.lookingUp) {
      lookUp(entry);
    }
  }

  private void tell(WatchedRoom room) {
    room.queued = false;
    if (room.entries.isEmpty()) {
      return;
    }
    room.sentAt = loop.now();
    LoggedEvent last = last(room);
    for (InboxEntry entry : room.entries) {
      entry.pending = true;
      tellInTime(entry, last);
    }
  }

  /**
   * Tells a user of a room now or when it is time.
   *
   * @param last the newest message; null: it is not known yet
   */
  private void tellInTime(InboxEntry entry, @Nullable LoggedEvent last) {
    if (entry.queued || entry.lookingUp) {
      return;
    }
    long due = entry.sentAt + INTERVAL_MILLIS;
    if (due <= loop.now()) {
      tell(entry, last);
    } else {
      tellAt(entry, due);
    }
  }

  private void tellAt(InboxEntry entry, long due) {
    entry.queued = true;
    loop.at(
        due,
        () -> {
          entry.queued = false;
          if (index.has(entry) && !entry.lookingUp) {
            tell(entry, null);
          }
        });
  }

  private void tell(InboxEntry entry, @Nullable LoggedEvent last) {
    if (!entry.isKnown() || entry.isNew) {
      lookUp(entry);
    } else if (entry.pending) {
      entry.pending = false;
      entry.sentAt = loop.now();
      entry.inbox.send(InboxFrames.activity(entry, last == null ? last(entry.room) : last));
    }
  }

  /** Whether a message is the newest one of a room; true if that is not known. */
  boolean isLast(WatchedRoom room, long message) {
    if (room.lastMessage != Seq.NONE) {
      return room.lastMessage == message;
    }
    LoggedEvent last = last(room);
    return last == null || last.seq() == message;
  }

  private @Nullable LoggedEvent last(WatchedRoom room) {
    return newest.apply(room).orElse(room.found);
  }

  private void lookUp(InboxEntry entry) {
    WatchedRoom room = entry.room;
    index.locate(room);
    if (room.seen == Seq.NONE) {
      tellAt(entry, loop.now() + INTERVAL_MILLIS);
      return;
    }
    entry.countFromHere();
    entry.lookingUp = true;
    long upTo = room.seen;
    var unused =
        lookUps
            .news(entry.inbox.user, room.name, upTo)
            .whenComplete(
                (found, error) ->
                    loop.execute(
                        () -> {
                          entry.lookingUp = false;
                          if (!index.has(entry)) {
                            return;
                          }
                          if (error == null) {
                            found(entry, found, upTo);
                          } else {
                            tellAt(entry, loop.now() + INTERVAL_MILLIS);
                          }
                        }));
  }

  private void found(InboxEntry entry, Optional<RoomNews> found, long upTo) {
    if (found.isEmpty()) {
      // The list of the user's rooms was older than the room: no one was told of it.
      index.remove(entry);
      return;
    }
    entry.room.learn(found.get());
    if (entry.counted(found.get(), upTo)) {
      introduce(entry, found.get());
      tellInTime(entry, null);
    } else {
      retry(entry, found.get());
    }
  }

  /** Something happened meanwhile, or the room can't be counted now. */
  private void retry(InboxEntry entry, RoomNews found) {
    if (found.news().unread() == null) {
      tellAt(entry, loop.now() + INTERVAL_MILLIS);
    } else {
      lookUp(entry);
    }
  }

  private void introduce(InboxEntry entry, RoomNews found) {
    if (entry.isNew) {
      entry.isNew = false;
      entry.inbox.send(InboxFrames.added(RoomSummary.of(found, entry.inbox.user), entry.by));
    }
  }
}
