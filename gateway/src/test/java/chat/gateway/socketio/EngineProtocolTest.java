package chat.gateway.socketio;

/** Engine.IO at one node. */
class EngineProtocolTest extends EngineProtocolContract {

  EngineProtocolTest() {
    super(1);
  }
}
