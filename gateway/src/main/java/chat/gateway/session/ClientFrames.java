package chat.gateway.session;

import chat.gateway.json.JsonBounds;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Reads clients' texts, within bounds. Threads share it. */
@Component
public final class ClientFrames {

  private final JsonMapper json;

  ClientFrames(JsonBounds bounds) {
    this.json = bounds.mapper();
  }

  /** Parses a text. Returns null if it is no frame. */
  public @Nullable ClientFrame read(String text) {
    try {
      return ClientFrame.of(json.readTree(text));
    } catch (JacksonException e) {
      return null;
    }
  }
}
