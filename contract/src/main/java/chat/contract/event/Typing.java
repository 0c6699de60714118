package chat.contract.event;

import chat.contract.Author;

/**
 * A user began or stopped typing. Clients end the indicator after a few seconds without a further
 * signal.
 *
 * @param typing whether the user is typing now
 */
public record Typing(String room, Author user, boolean typing) implements Signal {

  /** The type of these signals. */
  public static final String TYPE = "typing";

  public Typing {
    Expect.room(room);
  }

  @Override
  public String type() {
    return TYPE;
  }
}
