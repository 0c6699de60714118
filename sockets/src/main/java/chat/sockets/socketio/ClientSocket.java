package chat.sockets.socketio;

import chat.sockets.engineio.EncodedPackets;
import chat.sockets.engineio.OutgoingPacket;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes to one client in one namespace. Any thread may use it, and it blocks none. */
public final class ClientSocket {

  private final SocketIoSession session;
  private final String namespace;

  ClientSocket(SocketIoSession session, String namespace) {
    this.session = session;
    this.namespace = namespace;
  }

  String namespace() {
    return namespace;
  }

  void send(List<OutgoingPacket> packets) {
    session.send(packets);
  }

  /**
   * Sends packets that were encoded once for many clients.
   *
   * @param done called once, by any thread; with the error if the client is gone
   */
  public void send(EncodedPackets packets, Consumer<@Nullable Throwable> done) {
    session.send(packets, done);
  }

  /** Disconnects the client from the namespace; it does not come back by itself. */
  void disconnect() {
    session.disconnect(namespace);
  }

  /** Closes the client's transport after all sent packets; the client comes back by itself. */
  public void close(int code, String reason) {
    session.close(code, reason);
  }

  /** Closes the client's transport now. */
  public void abort() {
    session.abort();
  }
}
