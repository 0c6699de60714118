package chat.gateway.session;

import chat.gateway.json.JsonBounds;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Reads clients' texts, within bounds. Threads share it. */
final class ClientFrames {

  private final JsonMapper json;

  ClientFrames(JsonBounds bounds) {
    this.json = bounds.mapper();
  }

  /** The frame in a text, or null if there is none. */
  @Nullable ClientFrame read(String text) {
    try {
      return ClientFrame.of(json.readTree(text));
    } catch (JacksonException e) {
      return null;
    }
  }
}
