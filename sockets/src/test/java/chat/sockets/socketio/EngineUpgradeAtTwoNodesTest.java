package chat.sockets.socketio;

/** Upgrades at two nodes that take requests in turn. */
class EngineUpgradeAtTwoNodesTest extends EngineUpgradeContract {

  EngineUpgradeAtTwoNodesTest() {
    super(2);
  }
}
