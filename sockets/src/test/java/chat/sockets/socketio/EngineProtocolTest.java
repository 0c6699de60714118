package chat.sockets.socketio;

/** Engine.IO at one node. */
class EngineProtocolTest extends EngineProtocolContract {

  EngineProtocolTest() {
    super(1);
  }
}
