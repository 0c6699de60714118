package chat.infra.clients;

import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** A device of a user in the model, with what is wrong with it at the moment. */
final class ModelUser {

  final String id;
  final Device device;
  final FaultyLine line;
  private final Map<String, ?> opening;
  private boolean asleep;

  /**
   * Opens the client.
   *
   * @param opening what its driver opens with
   */
  ModelUser(String id, Device device, FaultyLine line, Map<String, ?> opening) {
    this.id = id;
    this.device = device;
    this.line = line;
    this.opening = opening;
    device.call("open", opening);
  }

  String user() {
    return Objects.requireNonNull((String) opening.get("user"));
  }

  String token() {
    return Objects.requireNonNull((String) opening.get("token"));
  }

  boolean isAwake() {
    return !asleep;
  }

  JsonNode call(String command, Map<String, ?> fields) {
    return device.call(command, fields);
  }

  JsonNode state() {
    return device.call("state", Map.of());
  }

  /** Ends the client as a crash does, and opens another one on the same storage. */
  void restart() {
    device.restart();
    device.call("open", opening);
  }

  void sleep() {
    if (!asleep) {
      device.sleep();
      asleep = true;
    }
  }

  void wake() {
    if (asleep) {
      device.wake();
      asleep = false;
    }
  }

  void heal() {
    line.restore();
    wake();
  }
}
