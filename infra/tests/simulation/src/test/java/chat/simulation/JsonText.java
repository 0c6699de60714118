package chat.simulation;

import chat.gateway.json.ExactTree;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads JSON with all digits of its numbers. */
final class JsonText {

  static final JsonMapper EXACT = JsonMapper.builder().addModule(ExactTree.module()).build();

  private JsonText() {}

  /** The tree of a text; null for none. */
  static @Nullable JsonNode read(@Nullable String json) {
    return json == null ? null : EXACT.readTree(json);
  }
}
