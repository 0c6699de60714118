package chat.sockets.socketio;

/** Socket.IO at one node. */
class ProtocolTest extends ProtocolContract {

  ProtocolTest() {
    super(1);
  }
}
