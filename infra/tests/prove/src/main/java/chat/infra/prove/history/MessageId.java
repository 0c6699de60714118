package chat.infra.prove.history;

/** The ids of messages: sender and number, as text for the protocol and as a number for records. */
public final class MessageId {

  /** Stands for a message of the run that has another text or author than was sent. */
  public static final long ALTERED = -1;

  private static final String PREFIX = "p";
  private static final int CLIENT_SHIFT = 32;

  private MessageId() {}

  /**
   * A number that is never 0.
   *
   * @param number from 1 on
   */
  public static long of(int client, int number) {
    return (long) client << CLIENT_SHIFT | number;
  }

  /** The sender of a message. */
  public static int client(long id) {
    return (int) (id >> CLIENT_SHIFT);
  }

  /** The number of a message among those of its sender. */
  public static int number(long id) {
    return (int) id;
  }

  /** The id in frames. */
  public static String text(long id) {
    return PREFIX + client(id) + "-" + number(id);
  }

  /** The text of a message. */
  public static String content(long id) {
    return "message " + text(id);
  }

  /**
   * Reads an id of a frame.
   *
   * @return 0 for an id that is not ours
   */
  public static long parse(String text) {
    int dash = text.indexOf('-');
    if (!text.startsWith(PREFIX) || dash < 0) {
      return 0;
    }
    try {
      int client = Integer.parseInt(text, PREFIX.length(), dash, 10);
      return of(client, Integer.parseInt(text, dash + 1, text.length(), 10));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
