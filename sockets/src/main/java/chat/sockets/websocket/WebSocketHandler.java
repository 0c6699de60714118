package chat.sockets.websocket;

import chat.sockets.fanout.CloseReason;
import java.time.Duration;

/**
 * Handles what happens on one WebSocket. Calls about the client's frames come one at a time and in
 * order.
 */
public interface WebSocketHandler {

  /** Whether the client is authenticated; others share less memory. */
  boolean isKnown();

  /** The longest message that is read now, in bytes. */
  int maxMessage();

  /** How long nothing may be read or written; zero for no bound. */
  Duration idleTimeout();

  /** Handles a text. */
  void text(String text);

  /** Handles data, if these are read at all. */
  void data(byte[] data);

  /**
   * Counts a ping, a pong or an empty fragment.
   *
   * @return false if the client has sent too many
   */
  boolean acceptsControlFrame();

  /** The client sent a ping or a pong, or took bytes that it had been slow to take. */
  default void heard() {}

  /** Sends a pong with a ping's payload, after the frames of earlier writes. */
  void sendPong(byte[] payload);

  /** Answers the client's close frame with this payload; nothing follows from the client. */
  void closedByClient(byte[] payload);

  /** Closes, as the client breaks the rules; nothing more is read. */
  void broken(CloseReason reason);

  /** Runs a task that reads on, when the client has taken most of what it was sent. */
  void whenCapacity(Runnable readMore);

  /** Drops the socket at once, as its unfinished message takes memory that others need. */
  void evicted();

  /** The socket has ended. */
  void gone();
}
