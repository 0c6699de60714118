package chat.gateway.inbox;

import chat.contract.log.Seq;
import chat.gateway.log.LoggedEvent;
import java.util.ArrayList;
import java.util.List;

/** A room that is in the inbox of some connection of this gateway. */
final class WatchedRoom {

  final String name;
  final List<InboxEntry> entries = new ArrayList<>(1);

  /** The position up to which events are counted; {@link Seq#NONE} if it is not known. */
  long seen;

  /** The last event; {@link Seq#NONE} if it is not known. */
  long lastSeq;

  /** The number of messages that were counted; only differences of it count. */
  int messages;

  /** The seq of the newest message; {@link Seq#NONE} if it is not known. */
  long lastMessage;

  /** Whether the newest message was edited or deleted since the entries were told of the room. */
  boolean lastChanged;

  /** The latest marker of an entry: it may be ahead of the events that are counted. */
  long maxRead;

  /** When its entries were last told of it. */
  long sentAt = InboxEntry.NEVER;

  /** Whether its entries will be told of it. */
  boolean queued;

  private long countedFrom;

  WatchedRoom(String name) {
    this.name = name;
  }

  void add(InboxEntry entry) {
    entry.index = entries.size();
    entries.add(entry);
  }

  void remove(InboxEntry entry) {
    InboxEntry last = entries.remove(entries.size() - 1);
    if (last != entry) {
      entries.set(entry.index, last);
      last.index = entry.index;
    }
  }

  /** Counts from a position on, as what happened before is not known or is looked up. */
  void countFrom(long end) {
    seen = end;
    countedFrom = end;
    lastSeq = Seq.NONE;
    lastMessage = Seq.NONE;
  }

  /** The room has an event. Returns whether it is a new one. */
  boolean passed(long seq) {
    if (seq <= seen) {
      return false;
    }
    seen = seq;
    lastSeq = seq;
    return true;
  }

  /** Counts a message. */
  void sent(long seq) {
    messages++;
    lastMessage = seq;
    lastChanged = false;
  }

  /**
   * Keeps what was looked up for one entry for all.
   *
   * @param upTo the position up to which it was looked up
   */
  void learn(RoomNews news, long upTo) {
    if (upTo < countedFrom) {
      return;
    }
    if (lastSeq == Seq.NONE) {
      lastSeq = news.news().last();
    }
    LoggedEvent message = news.news().message();
    if (message != null) {
      lastMessage = Math.max(lastMessage, message.seq());
    }
  }
}
