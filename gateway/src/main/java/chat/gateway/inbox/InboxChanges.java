package chat.gateway.inbox;

import chat.contract.Author;
import chat.contract.event.Deleted;
import chat.contract.event.Edited;
import chat.contract.event.EventSummary;
import chat.contract.event.MemberChange;
import chat.contract.event.Message;
import chat.contract.event.RoomChange;
import chat.contract.event.RoomEvent;
import chat.contract.event.RoomEventCodec;
import chat.gateway.log.Change;
import chat.gateway.log.LoggedEvent;
import chat.gateway.room.Memberships;
import chat.gateway.room.RoomAccess;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Applies the events of the log, and moved read markers, to the inboxes. Has the thread of the
 * inboxes. An event that can't be read changes nothing.
 */
final class InboxChanges {

  private final InboxIndex index;
  private final InboxActivity activity;
  private final InboxActivity.LookUps lookUps;

  InboxChanges(InboxIndex index, InboxActivity activity, InboxActivity.LookUps lookUps) {
    this.index = index;
    this.activity = activity;
    this.lookUps = lookUps;
  }

  /** Applies the next event of a room. */
  void apply(LoggedEvent event) {
    WatchedRoom room = index.room(event.room());
    boolean isNews = room != null && room.passed(event.seq());
    switch (event.type()) {
      case Message.TYPE -> {
        if (room != null && isNews) {
          sent(room, event);
        }
      }
      case Edited.TYPE, Deleted.TYPE -> {
        if (room != null && isNews) {
          Change.of(event).ifPresent(change -> changed(room, change));
        }
      }
      case MemberChange.TYPE, RoomChange.TYPE -> roomChanged(event);
      default -> {}
    }
  }

  /** An event of a room that concerns no one. */
  void passed(String name, long seq) {
    WatchedRoom room = index.room(name);
    if (room != null) {
      boolean unused = room.passed(seq);
    }
  }

  /** A user's marker moved, on any device. */
  void read(String user, String room, long seq) {
    InboxEntry entry = index.entry(user, room);
    if (entry != null && entry.read(seq)) {
      activity.touch(entry);
    }
  }

  private void sent(WatchedRoom room, LoggedEvent event) {
    EventSummary message;
    try {
      message = EventSummary.of(event.value());
    } catch (IllegalArgumentException unreadable) {
      return;
    }
    String author = message.author();
    room.sent(event.seq());
    InboxEntry own = author == null ? null : index.entry(author, room.name);
    if (own != null) {
      own.skip();
    }
    if (event.seq() <= room.maxRead) {
      room.entries.stream()
          .filter(entry -> entry != own && !entry.isUnread(event.seq()))
          .forEach(InboxEntry::skip);
    }
    for (String user : message.mentions()) {
      InboxEntry mentioned = user.equals(author) ? null : index.entry(user, room.name);
      if (mentioned != null && mentioned.isUnread(event.seq())) {
        mentioned.mentioned();
      }
    }
    activity.touch(room);
  }

  /** The newest message concerns all; an earlier one those for whom it changes what is unread. */
  private void changed(WatchedRoom room, Change change) {
    Predicate<InboxEntry> effect = effect(room, change);
    boolean isOfLast = activity.isLast(room, change.target());
    for (InboxEntry entry : room.entries) {
      boolean concerned = effect.test(entry);
      if (concerned && !isOfLast) {
        activity.touch(entry);
      }
    }
    if (isOfLast) {
      room.lastChanged = true;
      activity.touch(room);
    }
  }

  /** Applies a change to an entry. Returns whether it may change what is unread. */
  private Predicate<InboxEntry> effect(WatchedRoom room, Change change) {
    long target = change.target();
    if (change.event() instanceof Edited edit) {
      String author = edit.user().id();
      Set<String> named = Set.copyOf(edit.mentions());
      return entry ->
          !entry.inbox.user.equals(author)
              && entry.edited(target, named.contains(entry.inbox.user));
    }
    String author = lookUps.author(room, change).orElse(null);
    return entry -> entry.deleted(target, author);
  }

  private void roomChanged(LoggedEvent logged) {
    RoomEvent event;
    try {
      event = RoomEventCodec.decode(logged.value());
    } catch (IllegalArgumentException unreadable) {
      return;
    }
    if (event instanceof MemberChange change) {
      String user = change.user().id();
      switch (change.action()) {
        case JOINED -> joined(user, change.room(), change.by());
        case LEFT, KICKED, BANNED -> left(change);
        case UNBANNED, MUTED, ROLE -> {}
      }
    } else if (event instanceof RoomChange change) {
      if (change.action() == RoomChange.Action.DELETED) {
        deleted(change);
      } else {
        Memberships.firstMembers(change)
            .forEach(member -> joined(member.id(), change.room(), change.by()));
      }
    }
  }

  private void joined(String user, String room, @Nullable Author by) {
    UserInbox inbox = index.user(user);
    if (inbox == null) {
      return;
    }
    inbox.departed.remove(room);
    InboxEntry entry = index.addLatest(inbox, room);
    Author other = by == null || by.id().equals(user) ? null : by;
    if (entry == null) {
      activity.announceOnce(inbox, room, other);
    } else {
      entry.by = other;
      activity.announce(entry);
    }
  }

  /** A member is told also of a room for which the inbox has no entry, as it may be partial. */
  private void left(MemberChange change) {
    UserInbox inbox = index.user(change.user().id());
    if (inbox == null) {
      return;
    }
    String room = change.room();
    String reason = change.action().word();
    InboxEntry entry = inbox.entries.get(room);
    if (entry != null) {
      index.remove(entry);
    }
    if (inbox.isListing()) {
      inbox.departed.put(room, reason);
    }
    if (entry != null || change.endsMembership()) {
      inbox.send(InboxFrames.removed(room, reason));
    }
  }

  private void deleted(RoomChange change) {
    WatchedRoom room = index.room(change.room());
    if (room == null || room.name.equals(RoomAccess.GENERAL)) {
      return;
    }
    String reason = change.action().word();
    for (InboxEntry entry : List.copyOf(room.entries)) {
      index.remove(entry);
      entry.inbox.send(InboxFrames.removed(room.name, reason));
    }
  }
}
