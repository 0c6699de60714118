package chat.gateway.history;

import chat.contract.Deleted;
import chat.gateway.log.ErasedUsers;
import chat.gateway.log.LoggedEvent;
import java.util.List;
import java.util.Map;

/**
 * What somebody has not read of a room, counted from its end on.
 *
 * @param reader the user's id
 * @param after the seq up to which they have read
 * @param most where counting ends
 * @param number how many were counted so far
 * @param looked how many messages were looked at so far
 */
record Unread(String reader, long after, int most, int number, int looked) {

  /**
   * How many messages are looked at, those of the reader and deleted ones included: who has more of
   * them than this behind the marker is told of the rest only.
   */
  static final int MOST_LOOKED = 20_000;

  /** Messages a question. */
  static final int STEP = 1_000;

  boolean isEnough() {
    return number >= most || looked >= MOST_LOOKED;
  }

  /** What to look at next. */
  Span span(String room, long before) {
    return new Span(room, after, before, true, STEP);
  }

  /**
   * The same after some messages.
   *
   * @param changes what the tables may not have of their changes
   */
  Unread count(List<Line> messages, Map<Long, List<LoggedEvent>> changes, ErasedUsers erased) {
    long others =
        messages.stream()
            .filter(message -> isUnread(message, erased))
            .filter(message -> !isDeleted(changes.getOrDefault(message.seq(), List.of())))
            .count();
    int all = (int) Math.min(most, number + others);
    return new Unread(reader, after, most, all, looked + messages.size());
  }

  private boolean isUnread(Line message, ErasedUsers erased) {
    String author = message.author();
    return author != null && !author.equals(reader) && !erased.has(author);
  }

  private static boolean isDeleted(List<LoggedEvent> changes) {
    return changes.stream().anyMatch(change -> change.type().equals(Deleted.TYPE));
  }
}
