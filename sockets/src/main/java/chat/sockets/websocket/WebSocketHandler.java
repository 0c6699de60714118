package chat.sockets.websocket;

import chat.sockets.fanout.CloseReason;
import java.time.Duration;

/**
 * Handles the events of one WebSocket. Calls about the client's frames come one at a time and in
 * order.
 */
public interface WebSocketHandler {

  /** Whether the client is authenticated; unauthenticated clients share less memory. */
  boolean isKnown();

  /** The longest message that is read now, in bytes. */
  int maxMessage();

  /** The longest time without a read or write; zero for no limit. */
  Duration idleTimeout();

  /** Handles a text. */
  void text(String text);

  /** Handles a binary message, if these are allowed. */
  void data(byte[] data);

  /**
   * Counts a ping, a pong or an empty fragment.
   *
   * @return false if the client has sent too many
   */
  boolean acceptsControlFrame();

  /** The client sent a ping or a pong, or read bytes that it had been slow to read. */
  default void heard() {}

  /** Sends a pong with a ping's payload, after the frames of earlier writes. */
  void sendPong(byte[] payload);

  /** Answers the client's close frame with this payload; nothing follows from the client. */
  void closedByClient(byte[] payload);

  /** Closes, because the client violated the protocol or a limit; nothing more is read. */
  void broken(CloseReason reason);

  /** Runs a task that continues to read, once most of the client's queue is written. */
  void whenCapacity(Runnable readMore);

  /** Drops the socket at once, because others need the memory of its incomplete message. */
  void evicted();

  /** The socket has ended. */
  void gone();
}
