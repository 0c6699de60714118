package chat.sockets.websocket;

import chat.sockets.fanout.Connection;
import java.util.concurrent.Executor;

/** Handles the texts of one client. */
public interface WebSocketSession {

  /** The connection that answers go to. */
  Connection connection();

  /** Whether the client is authenticated. */
  boolean isKnown();

  /**
   * Whether {@link #handle} returns at once, so that the thread that waits for all sockets may call
   * it.
   */
  boolean isPrompt();

  /**
   * Handles a text. Calls come one at a time and in order.
   *
   * @param others runs what may take a while; the session keeps the order
   */
  void handle(String text, Executor others);

  /** Runs a task when all texts so far are handled; now, unless one of them is waiting. */
  void whenHandled(Runnable task);
}
