package chat.gateway.json;

import chat.contract.ApplicationData;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Bounds of JSON from clients, by REST, WebSocket and Socket.IO. Its total length is bounded
 * before.
 *
 * @param maxDepth deepest nesting of objects and arrays
 * @param maxString longest string, in characters
 * @param maxName longest key, in characters
 * @param maxNumber longest number, in characters
 * @param maxTokens largest number of keys, values and brackets: small ones take a hundred times
 *     their length in memory
 */
public record JsonBounds(int maxDepth, int maxString, int maxName, int maxNumber, long maxTokens) {

  /** The application's data may be one key or one number. */
  private static final int LONGEST_IN_DATA = ApplicationData.MAX_BYTES;

  /**
   * The bounds for bodies and frames, none of which is longer than a string, except for Socket.IO.
   */
  public static final JsonBounds OF_CLIENTS =
      new JsonBounds(64, 65_536, LONGEST_IN_DATA, LONGEST_IN_DATA, 100_000);

  /** The same bounds with longer strings. */
  public JsonBounds withStringsOf(int length) {
    return new JsonBounds(maxDepth, length, maxName, maxNumber, maxTokens);
  }

  /** The bounds in the parser's form. */
  public StreamReadConstraints constraints() {
    return StreamReadConstraints.builder()
        .maxNestingDepth(maxDepth)
        .maxStringLength(maxString)
        .maxNameLength(maxName)
        .maxNumberLength(maxNumber)
        .maxTokenCount(maxTokens)
        .build();
  }

  /**
   * A mapper that refuses repeated keys and more than one value, and keeps all digits of numbers in
   * trees.
   */
  public JsonMapper mapper() {
    return JsonMapper.builder(
            JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(constraints())
                .recyclerPool(JsonRecyclerPools.threadLocalPool())
                .build())
        .addModule(ExactTree.module())
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
  }
}
