package chat.gateway.history;

import chat.contract.event.Deleted;
import chat.contract.event.Edited;
import chat.contract.log.ErasedUsers;
import chat.gateway.log.Change;
import chat.gateway.log.LoggedEvent;
import java.util.List;
import java.util.Map;

/**
 * The unread messages of a reader in a room, counted backwards from its end.
 *
 * @param reader the user's id
 * @param after the reader's marker
 * @param max where counting stops
 * @param number messages counted so far
 * @param mentions counted messages that name the reader
 * @param looked messages looked at so far
 */
record Unread(String reader, long after, int max, int number, int mentions, int looked) {

  /**
   * Maximum number of messages that are looked at, including the reader's own and deleted ones;
   * messages before them are not counted.
   */
  static final int MAX_LOOKED = 20_000;

  /** Messages per query. */
  static final int STEP = 1_000;

  boolean isEnough() {
    return number >= max || looked >= MAX_LOOKED;
  }

  /** The next span to look at. */
  Span span(String room, long before) {
    return new Span(room, after, before, true, STEP);
  }

  /**
   * The state after some more messages.
   *
   * @param changes changes that the tables may lack
   */
  Unread count(
      List<IndexedEvent> messages, Map<Long, List<LoggedEvent>> changes, ErasedUsers erased) {
    int others = 0;
    int naming = 0;
    for (IndexedEvent message : messages) {
      List<LoggedEvent> later = changes.getOrDefault(message.seq(), List.of());
      if (isUnread(message, erased) && !isDeleted(later)) {
        others++;
        naming += mentions(message, later).contains(reader) ? 1 : 0;
      }
    }
    int all = Math.min(max, number + others);
    return new Unread(reader, after, max, all, mentions + naming, looked + messages.size());
  }

  UnreadMessages messages() {
    return new UnreadMessages(number, mentions);
  }

  private boolean isUnread(IndexedEvent message, ErasedUsers erased) {
    String author = message.author();
    return author != null && !author.equals(reader) && !erased.has(author);
  }

  private static List<String> mentions(IndexedEvent message, List<LoggedEvent> changes) {
    List<String> named = message.mentions();
    for (LoggedEvent change : changes) {
      if (change.type().equals(Edited.TYPE)
          && Change.of(change).map(Change::event).orElse(null) instanceof Edited edit) {
        named = edit.mentions();
      }
    }
    return named;
  }

  private static boolean isDeleted(List<LoggedEvent> changes) {
    return changes.stream().anyMatch(change -> change.type().equals(Deleted.TYPE));
  }
}
