package chat.sockets.websocket;

import java.nio.ByteBuffer;

/** The payload of a close frame (RFC 6455, 5.5.1 and 7.4). */
final class CloseCodes {

  private static final int PROTOCOL_ERROR = 1002;
  private static final int NORMAL = 1000;
  private static final int LAST_OF_RFC = 1014;
  private static final int FIRST_OF_LIBRARIES = 3000;
  private static final int LAST_OF_APPLICATIONS = 4999;

  private CloseCodes() {}

  /**
   * The payload of the answer to a client's close frame: the client's code if that may be sent,
   * else 1002; empty if the client sent none.
   */
  static byte[] answer(byte[] payload) {
    if (payload.length == 0) {
      return payload;
    }
    int code = payload.length < Short.BYTES ? 0 : ByteBuffer.wrap(payload).getShort() & 0xffff;
    return ByteBuffer.allocate(Short.BYTES)
        .putShort((short) (mayBeSent(code) ? code : PROTOCOL_ERROR))
        .array();
  }

  /** 1004 to 1006 must not be sent (RFC 6455, 7.4.1). */
  private static boolean mayBeSent(int code) {
    return (code >= NORMAL && code <= 1003)
        || (code >= 1007 && code <= LAST_OF_RFC)
        || (code >= FIRST_OF_LIBRARIES && code <= LAST_OF_APPLICATIONS);
  }
}
