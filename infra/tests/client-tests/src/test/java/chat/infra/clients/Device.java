package chat.infra.clients;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running client with its storage, which outlives it. */
interface Device extends AutoCloseable {

  JsonMapper JSON = JsonMapper.shared();

  /** Gives the client's driver a command, and waits for the answer. */
  default JsonNode call(String command, Map<String, ?> fields) {
    Map<String, Object> whole = new HashMap<>(fields);
    whole.put("do", command);
    JsonNode answer = JSON.readTree(answer(JSON.writeValueAsString(whole)));
    if (answer.has("failed")) {
      throw new AssertionError(command + ": " + answer.path("failed").stringValue());
    }
    return answer;
  }

  /** Passes a command as JSON, and returns the answer as JSON. */
  String answer(String command);

  /** Ends the client without a warning, and starts a new driver on the same storage. */
  void restart();

  /** Lets the device sleep: nothing of it runs. */
  void sleep();

  void wake();

  @Override
  void close();
}
