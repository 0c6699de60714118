package chat.sockets.socketio;

/** Engine.IO at two nodes that take requests in turn. */
class EngineProtocolAtTwoNodesTest extends EngineProtocolContract {

  EngineProtocolAtTwoNodesTest() {
    super(2);
  }
}
