package chat.gateway.socketio;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A client before a namespace. */
public final class Entrance {

  private final SocketIoSession session;
  private final String namespace;
  private final ObjectNode auth;

  Entrance(SocketIoSession session, String namespace, ObjectNode auth) {
    this.session = session;
    this.namespace = namespace;
    this.auth = auth;
  }

  /** What the client brought; empty if that is nothing. */
  public ObjectNode auth() {
    return auth;
  }

  /**
   * The client's way out, to be told things by; what is sent before it is let in comes before that.
   */
  public ClientSocket socket() {
    return new ClientSocket(session, namespace);
  }

  /**
   * Lets the client in.
   *
   * @param sid names its place in the namespace
   * @param pid what it may come back with to go on where it was; null for nothing
   */
  public void admit(
      ClientSocket socket, String sid, @Nullable String pid, SocketListener listener) {
    session.admit(namespace, socket, sid, pid, listener);
  }

  /** Keeps the client out. */
  public void refuse(String message, @Nullable JsonNode data) {
    session.refuse(namespace, message, data);
  }
}
