package chat.gateway.log;

import chat.contract.event.Message;
import chat.contract.event.PresentState;
import chat.contract.event.RoomChange;
import chat.contract.event.RoomEventCodec;
import chat.contract.log.Seq;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One room's part of a tail: its events, linked. It keeps the room's last seq while the room has
 * subscriptions here, even if its events were evicted. Guarded by its partition's lock, except for
 * the count of subscriptions.
 */
final class RoomChain {

  /** The last seq is not known: there was no event since the tail began. */
  static final long UNKNOWN = -1;

  /** An event in the tail. */
  static final class Link {
    final RoomChain chain;
    final String type;
    final long seq;

    /** The seq of the message that it changes; {@link Seq#NONE} if it changes none. */
    final long target;

    byte[] value;
    long prev;
    long changed;
    Reactions reactions = Reactions.NONE;
    int edits;
    @Nullable Link earlier;
    @Nullable Link later;

    /** The messages next to a message. */
    @Nullable Link earlierMessage;

    @Nullable Link laterMessage;

    /** The next change of the same message. */
    @Nullable Link laterChange;

    /** Whether it is a deleted message; null until it is computed. */
    private @Nullable Boolean deleted;

    Link(RoomChain chain, String type, long seq, long target, byte[] value) {
      this.chain = chain;
      this.type = type;
      this.seq = seq;
      this.target = target;
      this.value = value;
    }

    boolean isMessage() {
      return type.equals(Message.TYPE);
    }

    /** Whether it is the creation of the room. */
    boolean isBeginning() {
      if (!type.equals(RoomChange.TYPE)) {
        return false;
      }
      try {
        return RoomEventCodec.decode(value) instanceof RoomChange change
            && change.action() == RoomChange.Action.CREATED;
      } catch (IllegalArgumentException unreadable) {
        return false;
      }
    }

    LoggedEvent event() {
      return new LoggedEvent(chain.room, type, seq, prev, value, changed, reactions, edits);
    }

    /**
     * Whether it is a deleted message. Its value is parsed once, not with each reaction.
     *
     * @throws IllegalArgumentException if its value can't be read
     */
    boolean isDeleted() {
      if (deleted == null) {
        deleted = PresentState.isDeleted(value);
      }
      return deleted;
    }

    /** Sets the state after a later event. */
    void become(LoggedEvent current) {
      if (value != current.value()) {
        deleted = null;
      }
      value = current.value();
      changed = current.changed();
      reactions = current.reactions();
      edits = current.edits();
    }
  }

  final String room;
  final AtomicInteger subscriptions = new AtomicInteger();
  long lastSeq = UNKNOWN;
  private @Nullable Link beginning;
  @Nullable Link oldest;
  @Nullable Link newest;
  @Nullable Link oldestMessage;
  @Nullable Link newestMessage;

  RoomChain(String room) {
    this.room = room;
  }

  Link append(String type, long seq, long target, byte[] value) {
    Link link = new Link(this, type, seq, target, value);
    link.prev = lastSeq;
    link.earlier = newest;
    if (newest == null) {
      oldest = link;
    } else {
      newest.later = link;
    }
    newest = link;
    lastSeq = seq;
    if (beginning == null && link.isBeginning()) {
      beginning = link;
    }
    if (link.isMessage()) {
      appendMessage(link);
    }
    return link;
  }

  private void appendMessage(Link message) {
    message.earlierMessage = newestMessage;
    if (newestMessage == null) {
      oldestMessage = message;
    } else {
      newestMessage.laterMessage = message;
    }
    newestMessage = message;
  }

  void dropOldest() {
    Link dropped = oldest;
    if (dropped == null) {
      throw new IllegalStateException("room=" + room + " has no event to drop");
    }
    beginning = beginning == dropped ? null : beginning;
    oldest = dropped.later;
    if (oldest == null) {
      newest = null;
    } else {
      oldest.earlier = null;
    }
    if (dropped == oldestMessage) {
      dropOldestMessage(dropped);
    }
  }

  private void dropOldestMessage(Link dropped) {
    oldestMessage = dropped.laterMessage;
    if (oldestMessage == null) {
      newestMessage = null;
    } else {
      oldestMessage.earlierMessage = null;
    }
  }

  /** Whether the event before the events in the tail is known. */
  boolean knowsPrev() {
    return lastSeq != UNKNOWN && (oldest == null || oldest.prev != UNKNOWN);
  }

  /** The seq of the room's creation, if the tail has it; else {@link Seq#NONE}. */
  long beginning() {
    return beginning == null ? Seq.NONE : beginning.seq;
  }

  /** Whether no event after a seq was evicted. */
  boolean covers(long after) {
    long before = oldest == null ? lastSeq : oldest.prev;
    return before != UNKNOWN && before <= after;
  }

  /** Sets the seq of the event before the events in the tail. */
  void setPrev(long seqBefore) {
    if (oldest != null && oldest.prev == UNKNOWN) {
      oldest.prev = seqBefore;
    }
    if (lastSeq == UNKNOWN) {
      lastSeq = seqBefore;
    }
  }
}
