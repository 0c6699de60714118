package chat.gateway.json;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What JSON from clients may be like, by REST, websocket and Socket.IO. Its length as a whole is
 * bounded before.
 *
 * @param maxDepth deepest nesting of objects and arrays
 * @param maxString longest string, in characters
 * @param maxName longest key, in characters
 * @param maxNumber longest number, in characters
 * @param maxTokens largest number of keys, values and brackets: small ones take a hundred times
 *     their length in memory
 */
public record JsonBounds(int maxDepth, int maxString, int maxName, int maxNumber, long maxTokens) {

  /** No body or frame is longer than such a string, but for Socket.IO. */
  public static final JsonBounds OF_CLIENTS = new JsonBounds(16, 65_536, 256, 32, 100_000);

  /** The same for what may hold longer strings. */
  public JsonBounds withStringsOf(int length) {
    return new JsonBounds(maxDepth, length, maxName, maxNumber, maxTokens);
  }

  /** As the parser takes them. */
  public StreamReadConstraints constraints() {
    return StreamReadConstraints.builder()
        .maxNestingDepth(maxDepth)
        .maxStringLength(maxString)
        .maxNameLength(maxName)
        .maxNumberLength(maxNumber)
        .maxTokenCount(maxTokens)
        .build();
  }

  /** Reads texts of one value, each key of an object once. */
  public JsonMapper mapper() {
    return JsonMapper.builder(
            JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(constraints())
                .build())
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
  }
}
