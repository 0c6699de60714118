package chat.contract.presence;

import chat.contract.Author;
import chat.contract.Names;
import chat.contract.event.Expect;
import java.util.List;
import java.util.Locale;

/**
 * An event of one session, which is a user's device on a connection, as told by its gateway.
 *
 * @param session its id, never used again
 * @param gateway the gateway of the session
 * @param lease the lease by which the gateway vouches for the session. When a lease ends, so do its
 *     sessions; a gateway with a new lease tells of each session again, as {@link Kind#OPENED}
 * @param rooms with {@link Kind#OPENED} all joined rooms, otherwise the rooms of the event
 * @param status the status that the device reports; never {@link Status#OFFLINE}
 * @param at the time by the gateway's clock, in milliseconds since the epoch UTC; nothing depends
 *     on it
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

  /** The kind of event. */
  public enum Kind {
    /** The session exists, with the full state in this event; earlier events no longer count. */
    OPENED,
    /** The session joined rooms. */
    JOINED,
    /** The session left rooms. */
    LEFT,
    /** The user went away from the device or came back. */
    STATUS,
    /** The session ended. */
    CLOSED;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** As in the JSON. */
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
