package chat.sockets.socketio;

/** Socket.IO at two nodes that take requests in turn. */
class ProtocolAtTwoNodesTest extends ProtocolContract {

  ProtocolAtTwoNodesTest() {
    super(2);
  }
}
