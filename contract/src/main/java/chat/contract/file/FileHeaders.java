package chat.contract.file;

/**
 * HTTP headers by which a gateway and the upload service decide who may read a file: the upload
 * service knows the file's rooms, the gateway knows the rooms' readers. Clients neither send nor
 * get these headers.
 */
public final class FileHeaders {

  /** The common prefix of the header names, in lower case. */
  public static final String PREFIX = "chat-";

  /**
   * Request header: a token of type {@link #GATEWAY_TOKEN}, which proves that a gateway sends the
   * request.
   */
  public static final String GATEWAY = "Chat-Gateway";

  /** The type of that token, a JWT signed like access tokens. */
  public static final String GATEWAY_TOKEN = "gateway+jwt";

  /**
   * Response header: names of rooms, separated by commas. The response is valid only for a user who
   * may read one of them.
   */
  public static final String ROOMS = "Chat-Rooms";

  /**
   * Response header: the number of milliseconds after which the gateway repeats the request, if the
   * user may read none of the rooms.
   */
  public static final String ASK_AGAIN = "Chat-Ask-Again";

  /** Request header: a room of the file that the user may read. */
  public static final String READABLE_ROOM = "Chat-Readable-Room";

  /** Request header of a deletion: the room of the file, which its owner may not read. */
  public static final String REFUSED_ROOM = "Chat-Refused-Room";

  /**
   * Query parameter of a link to a file: the user for whom the link was made, hidden from others.
   * S3 ignores parameters with this prefix.
   */
  public static final String LINK_USER = "x-chat-for";

  private FileHeaders() {}
}
