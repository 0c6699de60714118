package chat.sockets.socketio;

/** A namespace that clients connect to. */
public interface Namespace {

  /** Accepts or refuses a client, now or later. No packet of the client is handled before that. */
  void connect(ConnectRequest request);
}
