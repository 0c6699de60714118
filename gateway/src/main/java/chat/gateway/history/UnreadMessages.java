package chat.gateway.history;

/**
 * The undeleted messages by others that a reader has not read.
 *
 * @param number at most the requested maximum
 * @param mentions those among them that name the reader
 */
public record UnreadMessages(int number, int mentions) {

  public static final UnreadMessages NONE = new UnreadMessages(0, 0);
}
