package chat.gateway.inbox;

import chat.contract.Author;
import chat.contract.log.Seq;
import chat.gateway.history.History;
import chat.gateway.log.Change;
import chat.gateway.log.LoggedEvent;
import chat.sockets.fanout.Frame;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Tells users what is new in their rooms: at once if they were told nothing of the room for a
 * second, else a second after that, with the newest state. Has the thread of the inboxes.
 */
final class InboxActivity {

  /** The shortest time between two frames about a room to one user. */
  private static final long INTERVAL_MILLIS = 1_000;

  /** Frames about a room are sent without its newest message if all would have more bytes of it. */
  private static final long MAX_TOLD_BYTES = 4 << 20;

  /** Reads what is new in a room. */
  interface LookUps {

    /** What is new for an entry up to a position; empty if the user is no member. */
    CompletableFuture<Optional<RoomNews>> news(String user, String room, long upTo);

    /** The newest message of a room up to its position, if the tail has it. */
    Optional<LoggedEvent> newest(WatchedRoom room);

    /** The newest message of a room up to a position, from the tail or the tables. */
    CompletableFuture<Optional<LoggedEvent>> newest(String room, long upTo);

    /** The author of a deleted message, if the tail has it and it was not deleted before. */
    Optional<String> author(WatchedRoom room, Change deletion);
  }

  private final InboxIndex index;
  private final InboxLoop loop;
  private final LookUps lookUps;
  private final DueEntries due;

  /** Nothing is to be told yet. */
  InboxActivity(InboxIndex index, InboxLoop loop, LookUps lookUps) {
    this.index = index;
    this.loop = loop;
    this.lookUps = lookUps;
    this.due = new DueEntries(loop, this::tellWhenDue);
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

  /** Tells a user of a room for which there is no capacity, without what is new in it later. */
  void announceOnce(UserInbox inbox, String room, @Nullable Author by) {
    var unused =
        lookUps
            .news(inbox.user, room, History.END - 1)
            .thenAccept(
                found ->
                    loop.execute(
                        () ->
                            found.ifPresent(
                                news -> inbox.send(InboxFrames.added(news, inbox, by)))));
  }

  private void tell(WatchedRoom room) {
    room.queued = false;
    if (index.room(room.name) != room) {
      return;
    }
    room.sentAt = loop.now();
    LoggedEvent last = last(room);
    boolean isToRead = last == null && room.lastChanged && room.seen != Seq.NONE;
    room.lastChanged = false;
    if (isToRead) {
      readLast(room);
    } else {
      tell(room, last);
    }
  }

  private void tell(WatchedRoom room, @Nullable LoggedEvent last) {
    for (InboxEntry entry : room.entries) {
      entry.pending = true;
      tellInTime(entry, last);
    }
  }

  /** Tells of a message that changed and is older than the tail. */
  private void readLast(WatchedRoom room) {
    var unused =
        lookUps
            .newest(room.name, room.seen)
            .exceptionally(unreadable -> Optional.empty())
            .thenAccept(found -> loop.execute(() -> tell(room, found.orElse(null))));
  }

  /**
   * Tells a user of a room now or when it is time.
   *
   * @param last the newest message; null: that which the tail has then
   */
  private void tellInTime(InboxEntry entry, @Nullable LoggedEvent last) {
    if (entry.queued || entry.lookingUp) {
      return;
    }
    long at = entry.sentAt + INTERVAL_MILLIS;
    if (at <= loop.now()) {
      tell(entry, last);
    } else {
      // A message that was read is kept for at most the interval: a later one is in the tail.
      due.add(entry, at, last);
    }
  }

  private void tellLater(InboxEntry entry) {
    if (!entry.queued) {
      due.add(entry, loop.now() + INTERVAL_MILLIS, null);
    }
  }

  private void tellWhenDue(InboxEntry entry, @Nullable LoggedEvent last) {
    if (index.has(entry) && !entry.lookingUp) {
      tell(entry, latest(entry.room, last));
    }
  }

  private void tell(InboxEntry entry, @Nullable LoggedEvent last) {
    if (!entry.isKnown() || entry.isNew) {
      lookUp(entry);
    } else if (entry.pending) {
      entry.pending = false;
      entry.sentAt = loop.now();
      entry.inbox.tell(entry, frame(entry, last));
    }
  }

  private Frame frame(InboxEntry entry, @Nullable LoggedEvent last) {
    LoggedEvent newest = last == null ? last(entry.room) : last;
    return InboxFrames.activity(entry, newest != null && fits(newest, entry.room) ? newest : null);
  }

  /** Tells one socket of rooms of which nothing was told while a list was read for it. */
  void catchUp(InboxSocket socket, Set<InboxEntry> entries) {
    for (InboxEntry entry : entries) {
      if (index.has(entry) && entry.isKnown() && !entry.isNew) {
        socket.tell(entry, frame(entry, null));
      } else if (index.has(entry)) {
        touch(entry);
      }
    }
  }

  /** Whether a message is told to all that have the room in their inbox. */
  private static boolean fits(LoggedEvent last, WatchedRoom room) {
    return (long) last.value().length * room.entries.size() <= MAX_TOLD_BYTES;
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
    return lookUps.newest(room).orElse(null);
  }

  /** The newest message: that in the tail, else one that was read. */
  private @Nullable LoggedEvent latest(WatchedRoom room, @Nullable LoggedEvent read) {
    LoggedEvent inTail = last(room);
    return inTail == null ? read : inTail;
  }

  private void lookUp(InboxEntry entry) {
    WatchedRoom room = entry.room;
    index.locate(room);
    if (room.seen == Seq.NONE) {
      tellLater(entry);
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
                            tellLater(entry);
                          }
                        }));
  }

  private void found(InboxEntry entry, Optional<RoomNews> found, long upTo) {
    if (found.isEmpty()) {
      // The list of the user's rooms was older than the room: no one was told of it.
      index.remove(entry);
      return;
    }
    entry.room.learn(found.get(), upTo);
    if (entry.counted(found.get(), upTo)) {
      introduce(entry, found.get());
      tellInTime(entry, latest(entry.room, found.get().news().message()));
    } else {
      // Something happened meanwhile, or the room can't be counted now.
      tellLater(entry);
    }
  }

  private void introduce(InboxEntry entry, RoomNews found) {
    if (entry.isNew) {
      entry.isNew = false;
      entry.inbox.send(InboxFrames.added(found, entry.inbox, entry.by));
      entry.by = null;
    }
  }
}
