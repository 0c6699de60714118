package chat.sockets.websocket;

import chat.sockets.fanout.Connection;

/** Handles the texts of one client. */
public interface WebSocketSession {

  /** The connection that answers go to. */
  Connection connection();

  /** Whether the client is authenticated. */
  boolean isKnown();

  /** Handles a text. Calls come one at a time and in order. */
  void handle(String text);

  /** Runs a task when all texts so far are handled; now, unless one of them is waiting. */
  void whenHandled(Runnable task);
}
