package chat.sockets.socketio;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Handles the packets of one client in a namespace. */
public interface SocketListener {

  /**
   * Whether a packet is to be read at all; asked before anything is spent on it.
   *
   * @param id what an event wants to be acknowledged by; null for nothing
   */
  default boolean accepts(@Nullable Long id) {
    return true;
  }

  /**
   * Takes an event; one after the other.
   *
   * @param arguments data are binary nodes
   * @param id what to acknowledge it by; null if the client doesn't want that
   */
  void event(String name, List<JsonNode> arguments, @Nullable Long id);

  /** Handles a client's acknowledgement of an event; one after the other. */
  default void acknowledged(long id, List<JsonNode> arguments) {}

  /** The client says that it leaves, and is not about to come back. */
  default void disconnecting() {}

  /** The client has left or is gone; told once, by any thread. Must not block. */
  void disconnected();
}
