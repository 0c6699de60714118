package chat.gateway.socketio;

/** Socket.IO at one node. */
class ProtocolTest extends ProtocolContract {

  ProtocolTest() {
    super(1);
  }
}
