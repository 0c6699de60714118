package chat.bench.load;

import java.nio.ByteBuffer;

/** The WebSocket protocol of one kind of server. */
interface Dialect {

  /** The kind of a text from the server. */
  enum Kind {
    /** A delivered event of a room. */
    DELIVERY,
    /** The server has accepted a message. */
    ACK,
    /** The socket has joined its room, or may send if it has none. */
    READY,
    /** A request was refused. */
    REFUSAL,
    OTHER
  }

  /** The request target of the handshake. */
  String path(LoadSocket socket);

  /** Called when the socket is open. */
  void opened(LoadSocket socket);

  /**
   * Called when the socket is overdue to be ready; repeats a request that may have been refused.
   */
  default void again(LoadSocket socket) {}

  /** The end of the first text in a frame, for servers that put several texts into one. */
  default int end(ByteBuffer buffer, int start, int end) {
    return end;
  }

  /** Tells the kind of a text; may answer it. */
  Kind receive(LoadSocket socket, ByteBuffer buffer, int start, int end);

  /**
   * A message to send.
   *
   * @param stamp part of the text and of the acknowledgement's reference
   */
  String message(String room, String stamp, String padding);

  /** The index after the first newline, or the end. */
  static int endOfLine(ByteBuffer buffer, int start, int end) {
    int at = start;
    while (at < end && buffer.get(at) != '\n') {
      at++;
    }
    return Math.min(at + 1, end);
  }

  /** Whether bytes start with a text. */
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
