package chat.sockets.socketio;

/** Upgrades at one node. */
class EngineUpgradeTest extends EngineUpgradeContract {

  EngineUpgradeTest() {
    super(1);
  }
}
