package chat.sockets.socketio;

/** A namespace that clients connect to. */
public interface Namespace {

  /**
   * A client wants in: accepts it in or refuses it, now or later. Nothing of the client's is taken
   * before that.
   */
  void connect(ConnectRequest request);
}
