package chat.contract;

/**
 * Somebody began or stopped to write. Who hears of a beginning and then nothing more takes it for
 * over after a few seconds.
 *
 * @param typing whether they write now
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
