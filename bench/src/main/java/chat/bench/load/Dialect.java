package chat.bench.load;

import java.nio.ByteBuffer;

/** How one kind of server wants to be talked to, over WebSocket. */
interface Dialect {

  /** What a text from the server is. */
  enum Kind {
    /** Something happened in a room: it was delivered. */
    DELIVERY,
    /** The server has what was sent. */
    ACK,
    /** The socket has joined its room, or may send if it has none. */
    READY,
    /** It was refused. */
    REFUSAL,
    OTHER
  }

  /** What to ask for in the handshake. */
  String path(LoadSocket socket);

  /** The socket is open. */
  void opened(LoadSocket socket);

  /** The socket is not ready though it should be: it tries again what may have been refused. */
  default void again(LoadSocket socket) {}

  /** Tells what a text is; may answer it. */
  Kind take(LoadSocket socket, ByteBuffer buffer, int start, int end);

  /**
   * A message to be sent.
   *
   * @param stamp goes into the text and into what the server acknowledges it by
   */
  String message(String room, String stamp, String padding);

  /** Whether bytes begin with a text. */
  static boolean startsWith(ByteBuffer buffer, int start, int end, byte[] text) {
    if (end - start < text.length) {
      return false;
    }
    for (int i = 0; i < text.length; i++) {
      if (buffer.get(start + i) != text[i]) {
        return false;
      }
    }
    return true;
  }
}
