package chat.sockets.fanout;

/**
 * A position in the stream of events from which a client can resume, as a token for that client.
 */
public interface ResumePoint {

  /** The token: ASCII without characters that JSON escapes. Not to be changed. */
  byte[] text();
}
