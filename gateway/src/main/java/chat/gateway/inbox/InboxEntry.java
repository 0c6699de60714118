package chat.gateway.inbox;

import chat.contract.Author;
import chat.contract.log.Seq;
import chat.gateway.log.LoggedEvent;
import chat.gateway.room.Reading;
import org.jspecify.annotations.Nullable;

/**
 * A room in a user's inbox. The unread messages are those counted up to a position, and those that
 * came since; the latter are counted by the room, so a message costs its readers nothing. There are
 * hundreds of thousands: {@link InboxMemory#ENTRY} has the size.
 */
final class InboxEntry {

  /** Earlier than any time by more than any interval. */
  static final long NEVER = Long.MIN_VALUE / 2;

  private static final int MAX_UNREAD = 999;
  private static final long UNKNOWN = -1;

  final UserInbox inbox;
  final WatchedRoom room;

  /** Its index among the room's entries. */
  int index;

  /** When the user was last told of it. */
  long sentAt = NEVER;

  /** Whether there is something to tell. */
  boolean pending;

  /** Whether a time is set to tell it. */
  boolean queued;

  /** The next one of those that are told at the same time. */
  @Nullable InboxEntry next;

  /** The newest message that is told then, if it is older than the tail. */
  @Nullable LoggedEvent last;

  /** Whether the unread messages are being counted. */
  boolean lookingUp;

  /** Whether the user still has to be told that the room is in the inbox. */
  boolean isNew;

  /** Who added the user; null if the user did that. */
  @Nullable Author by;

  private boolean known;
  private boolean stale;
  private boolean capped;
  private short unread;
  private int mentions;
  private int messagesAtFrom;
  private long from;
  private long readSeq = UNKNOWN;

  InboxEntry(UserInbox inbox, WatchedRoom room) {
    this.inbox = inbox;
    this.room = room;
    countFromHere();
  }

  /** Whether the unread messages are known. */
  boolean isKnown() {
    return known;
  }

  /** The user's marker as far as it is known, else {@link Seq#NONE}. */
  long readSeq() {
    return Math.max(Seq.NONE, readSeq);
  }

  int unread() {
    return Math.min(MAX_UNREAD, all());
  }

  boolean isCapped() {
    return capped || all() > MAX_UNREAD;
  }

  int mentions() {
    return mentions;
  }

  private int all() {
    return unread + room.messages - messagesAtFrom;
  }

  /** Counts what comes from now on. What came before is to be looked up. */
  void countFromHere() {
    known = false;
    stale = false;
    capped = false;
    unread = 0;
    mentions = 0;
    from = room.seen;
    messagesAtFrom = room.messages;
  }

  /** The user wrote the message that the room has just counted, or has read it. */
  void skip() {
    messagesAtFrom++;
  }

  /** The message that the room has just counted names the user. */
  void mentioned() {
    mentions++;
  }

  /**
   * Another user edited a message.
   *
   * @param named whether its text names the user now
   * @return whether that may change which unread messages name the user
   */
  boolean edited(long target, boolean named) {
    boolean concerned = isUnread(target) && (!known || named || mentions > 0);
    if (concerned) {
      forget();
    }
    return readSeq != UNKNOWN && concerned;
  }

  /**
   * A message was deleted.
   *
   * @param author who wrote it; null if that is not known, or it was deleted before
   * @return whether that may change what is unread
   */
  boolean deleted(long target, @Nullable String author) {
    if (!isUnread(target) || inbox.user.equals(author)) {
      return false;
    }
    if (known && author != null && !capped && mentions == 0) {
      messagesAtFrom++;
    } else {
      forget();
    }
    return readSeq != UNKNOWN;
  }

  /** Whether a message is later than the user's marker, as far as that is known. */
  boolean isUnread(long message) {
    return readSeq == UNKNOWN || message > readSeq;
  }

  /** What was counted, or is being counted, is not right any more. */
  void forget() {
    known = false;
    stale = true;
  }

  /** Whether something changed what is unread while that was being counted. */
  boolean isStale() {
    return stale;
  }

  /** The user's marker moved. Returns whether it is later than the one before. */
  boolean read(long seq) {
    if (seq <= readSeq) {
      return false;
    }
    setReadSeq(seq);
    boolean all =
        (room.lastMessage != Seq.NONE && seq >= room.lastMessage)
            || (room.lastSeq != Seq.NONE && seq >= room.lastSeq);
    if (known && all) {
      countFromHere();
      known = true;
    } else {
      forget();
    }
    return true;
  }

  /**
   * Adds what was looked up.
   *
   * @param upTo the position up to which it was counted
   * @return whether the unread messages are known now
   */
  boolean counted(RoomNews found, long upTo) {
    Reading.UnreadCount before = found.news().unread();
    boolean fits = !known && !stale && upTo == from && readSeq <= found.read();
    // A marker that was not known may be ahead of messages that were counted since.
    boolean exact = found.read() == readSeq || found.read() <= from || all() == 0;
    if (!fits || !exact || before == null || upTo == Seq.NONE) {
      return known;
    }
    setReadSeq(found.read());
    unread = (short) (unread + before.count());
    mentions += before.mentions();
    capped = before.capped();
    known = true;
    return true;
  }

  private void setReadSeq(long seq) {
    readSeq = seq;
    room.maxRead = Math.max(room.maxRead, seq);
  }

  /** The position up to which a page has to show the room, so that it and this entry agree. */
  long from() {
    return known ? room.seen : from;
  }
}
