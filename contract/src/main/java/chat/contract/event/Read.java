package chat.contract.event;

import chat.contract.Author;

/**
 * A read marker: a user has read a room up to an event.
 *
 * @param seq the event's seq; the signal itself has none
 */
public record Read(String room, Author user, long seq) implements Signal {

  /** The type of these signals. */
  public static final String TYPE = "read";

  public Read {
    Expect.room(room);
    if (seq < 0) {
      throw new IllegalArgumentException("seq: " + seq + " (expected: >= 0)");
    }
  }

  @Override
  public String type() {
    return TYPE;
  }
}
