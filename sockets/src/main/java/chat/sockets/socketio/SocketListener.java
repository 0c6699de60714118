package chat.sockets.socketio;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Handles the packets of one client in a namespace. */
public interface SocketListener {

  /**
   * Whether a packet is wanted; called before its payload is parsed.
   *
   * @param id the id by which an event is acknowledged; null for none
   */
  default boolean accepts(@Nullable Long id) {
    return true;
  }

  /**
   * Handles an event. Calls come one at a time.
   *
   * @param arguments attachments are binary nodes
   * @param id the id by which to acknowledge it; null if the client wants no acknowledgement
   */
  void event(String name, List<JsonNode> arguments, @Nullable Long id);

  /** Handles a client's acknowledgement of an event. Calls come one at a time. */
  default void acknowledged(long id, List<JsonNode> arguments) {}

  /** The client disconnects and will not resume. */
  default void disconnecting() {}

  /** The client is gone. Called once, by any thread; must not block. */
  void disconnected();
}
