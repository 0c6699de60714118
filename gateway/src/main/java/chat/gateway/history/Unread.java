package chat.gateway.history;

import chat.contract.event.Deleted;
import chat.gateway.log.ErasedUsers;
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
 * @param looked messages looked at so far
 */
record Unread(String reader, long after, int max, int number, int looked) {

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
    long others =
        messages.stream()
            .filter(message -> isUnread(message, erased))
            .filter(message -> !isDeleted(changes.getOrDefault(message.seq(), List.of())))
            .count();
    int all = (int) Math.min(max, number + others);
    return new Unread(reader, after, max, all, looked + messages.size());
  }

  private boolean isUnread(IndexedEvent message, ErasedUsers erased) {
    String author = message.author();
    return author != null && !author.equals(reader) && !erased.has(author);
  }

  private static boolean isDeleted(List<LoggedEvent> changes) {
    return changes.stream().anyMatch(change -> change.type().equals(Deleted.TYPE));
  }
}
