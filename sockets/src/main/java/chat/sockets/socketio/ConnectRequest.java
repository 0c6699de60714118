package chat.sockets.socketio;

import chat.sockets.engineio.OutgoingPacket;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A client's request to connect to a namespace. */
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

  /** The socket that writes to the client. */
  public ClientSocket socket() {
    return new ClientSocket(session, namespace);
  }

  /**
   * Connects the client: its packets are handled from now on.
   *
   * @param sid the client's id in the namespace
   * @param pid the token with which the client can resume; null: it can't
   * @return the answer, which the caller sends in its order among other packets
   */
  public OutgoingPacket accept(String sid, @Nullable String pid, SocketListener listener) {
    return session.accept(namespace, sid, pid, listener);
  }

  /** Closes the client's transport; the client comes back by itself. */
  public void rejectForNow() {
    session.close(TRY_AGAIN_LATER, "not possible at present");
  }

  /** Refuses the connect. */
  public void reject(String message, @Nullable JsonNode data) {
    session.reject(namespace, message, data);
  }
}
