package chat.contract;

/**
 * HTTP headers by which a gateway and the upload service settle who may have a file: the one knows
 * the file's rooms, the other knows who may read them. Clients neither send nor get them.
 */
public final class FileHeaders {

  /** How all of their names begin, in lower case. */
  public static final String PREFIX = "chat-";

  /** Of a request: a token of type {@link #GATEWAY_TOKEN} that says a gateway sends it. */
  public static final String GATEWAY = "Chat-Gateway";

  /** The type of the token, a JWT that is signed as access tokens are. */
  public static final String GATEWAY_TOKEN = "gateway+jwt";

  /**
   * Of an answer: the names of rooms, with commas between. The answer counts only for a user who
   * may read one of them.
   */
  public static final String ROOMS = "Chat-Rooms";

  /**
   * Of an answer: after how many milliseconds the same is to be asked again, if the user may read
   * none of its rooms.
   */
  public static final String ASK_AGAIN = "Chat-Ask-Again";

  /** Of a request: a room of the file that its user may read. */
  public static final String READABLE_ROOM = "Chat-Readable-Room";

  /** Of a deletion: the room of the file, which its owner may not read. */
  public static final String REFUSED_ROOM = "Chat-Refused-Room";

  /**
   * A parameter of a link to a file: for whom it was made, in a way that others can't read. Begins
   * as S3 wants the names of parameters that it passes over.
   */
  public static final String LINK_USER = "x-chat-for";

  private FileHeaders() {}
}
