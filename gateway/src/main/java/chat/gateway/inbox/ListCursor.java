package chat.gateway.inbox;

import static chat.edge.problem.ProblemCode.INVALID_REQUEST;

import chat.contract.Names;
import chat.edge.problem.Refusal;
import chat.gateway.room.RoomActivity.Last;
import java.util.Comparator;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A cursor in a list of rooms, most recently active first. Rooms that become active while pages are
 * read appear once more at the end, sorted by name, so each room that stays in the list is on at
 * least one page.
 *
 * @param begun the time of the latest activity when the first page was asked for
 * @param at the activity of the last room that was shown; later than {@code begun} for rooms at the
 *     end
 * @param room the last room that was shown
 */
record ListCursor(long begun, long at, String room) {

  private static final Pattern TEXT =
      Pattern.compile("(\\d{1,16})\\.(\\d{1,16})\\.(" + Names.ROOM_PATTERN + ")");

  /** The start of the list. */
  static ListCursor start(Map<String, Last> activity) {
    long latest = activity.values().stream().mapToLong(Last::at).max().orElse(0);
    return new ListCursor(latest, Long.MAX_VALUE, "");
  }

  /** Parses the cursor of a page; throws a refusal if it is malformed. */
  static ListCursor of(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw Refusal.ofField(INVALID_REQUEST, "cursor", "the next of an answer is expected");
    }
    return new ListCursor(
        Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), matcher.group(3));
  }

  String text() {
    return begun + "." + at + "." + room;
  }

  /** The cursor after a room. */
  ListCursor behind(String next, Map<String, Last> activity) {
    return new ListCursor(begun, at(next, activity), next);
  }

  /** The order of the list. */
  Comparator<String> order(Map<String, Last> activity) {
    return (one, other) -> compare(at(one, activity), one, at(other, activity), other);
  }

  /** Whether a room comes after this cursor. */
  boolean isBefore(String other, Map<String, Last> activity) {
    return room.isEmpty() || compare(at, room, at(other, activity), other) < 0;
  }

  private int compare(long at, String room, long otherAt, String other) {
    boolean late = at > begun;
    boolean otherLate = otherAt > begun;
    if (late != otherLate) {
      return late ? 1 : -1;
    }
    return late || at == otherAt ? room.compareTo(other) : Long.compare(otherAt, at);
  }

  private static long at(String room, Map<String, Last> activity) {
    return activity.getOrDefault(room, Last.NONE).at();
  }
}
