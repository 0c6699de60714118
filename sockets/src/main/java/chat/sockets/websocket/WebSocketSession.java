package chat.sockets.websocket;

import chat.sockets.fanout.Connection;

/** What one client's texts do. */
public interface WebSocketSession {

  /** Where its answers go. */
  Connection connection();

  /** Whether it is known whose it is. */
  boolean isKnown();

  /** Takes a text; one call at a time, in the order they came. */
  void take(String text);
}
