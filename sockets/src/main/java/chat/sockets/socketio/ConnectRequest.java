package chat.sockets.socketio;

import chat.sockets.engineio.OutgoingPacket;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A client before a namespace. */
public final class ConnectRequest {

  private static final int TRY_AGAIN_LATER = 1013;

  private final SocketIoSession session;
  private final String namespace;
  private final ObjectNode auth;

  ConnectRequest(SocketIoSession session, String namespace, ObjectNode auth) {
    this.session = session;
    this.namespace = namespace;
    this.auth = auth;
  }

  /** The client's payload; empty if it has none. */
  public ObjectNode auth() {
    return auth;
  }

  /** The client's way out. */
  public ClientSocket socket() {
    return new ClientSocket(session, namespace);
  }

  /**
   * Lets the client in: what it sends is taken from now on.
   *
   * @param sid names its place in the namespace
   * @param pid what it may come back with to go on where it was; null for nothing
   * @return tells the client, to be sent to it at the right place among other things
   */
  public OutgoingPacket accept(String sid, @Nullable String pid, SocketListener listener) {
    return session.accept(namespace, sid, pid, listener);
  }

  /** Ends all that the client is connected by; it comes back by itself. */
  public void rejectForNow() {
    session.close(TRY_AGAIN_LATER, "not possible at present");
  }

  /** Keeps the client out. */
  public void reject(String message, @Nullable JsonNode data) {
    session.reject(namespace, message, data);
  }
}
