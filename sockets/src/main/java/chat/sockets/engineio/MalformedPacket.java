package chat.sockets.engineio;

/** A client's packet breaks the protocol; its session ends. */
public final class MalformedPacket extends Exception {

  private static final long serialVersionUID = 1;

  /** Creates the error; the message names the expectation. */
  public MalformedPacket(String message) {
    super(message, null, false, false);
  }
}
