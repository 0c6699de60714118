package chat.contract;

import java.util.List;
import java.util.Locale;

/**
 * What a gateway tells of one session, a connection of somebody.
 *
 * @param session its id, which no other session ever has
 * @param gateway where it is
 * @param lease under which the gateway vouches for it. Sessions of a lease that has ended are gone;
 *     a gateway that takes a new lease tells of each session anew, as {@link Kind#OPENED}
 * @param rooms all that it is in when it opened, else those that the event is about
 * @param status what the person at the device says; never {@link Status#OFFLINE}
 * @param at when it happened, by the gateway's clock, in milliseconds since the epoch UTC; nothing
 *     depends on it
 */
public record SessionEvent(
    Kind kind,
    Author user,
    String session,
    String gateway,
    String lease,
    List<String> rooms,
    Status status,
    long at) {

  /** What happened. */
  public enum Kind {
    /** The session is there, with all that is said of it here, whatever was said before. */
    OPENED,
    /** It joined rooms. */
    JOINED,
    /** It left rooms. */
    LEFT,
    /** The person at the device went away or came back. */
    STATUS,
    /** It is over. */
    CLOSED;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** As JSON says it. */
    public String word() {
      return word;
    }

    static Kind of(String word) {
      for (Kind kind : values()) {
        if (kind.word.equals(word)) {
          return kind;
        }
      }
      throw new IllegalArgumentException(
          "type: " + word + " (expected: opened, joined, left, status or closed)");
    }
  }

  public SessionEvent {
    rooms = List.copyOf(rooms);
    rooms.forEach(Expect::room);
    Names.requirePart("session", session);
    Names.requirePart("gateway", gateway);
    Names.requirePart("lease", lease);
    if (status == Status.OFFLINE) {
      throw new IllegalArgumentException("status: offline (expected: online or away)");
    }
  }
}
