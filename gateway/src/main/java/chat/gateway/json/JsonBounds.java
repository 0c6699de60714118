package chat.gateway.json;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What JSON from clients may be like, whichever way it comes. How long it is as a whole is bounded
 * before.
 *
 * @param maxDepth how many objects and arrays may be within one another
 * @param maxString how many characters a string may have
 * @param maxName and a key
 * @param maxNumber and a number
 * @param maxTokens how many keys, values and brackets there may be in all: small ones take a
 *     hundred times their length in memory
 */
@ConfigurationProperties("chat.json")
public record JsonBounds(
    @DefaultValue("16") int maxDepth,
    @DefaultValue("65536") int maxString,
    @DefaultValue("256") int maxName,
    @DefaultValue("32") int maxNumber,
    @DefaultValue("100000") long maxTokens) {

  /** Rejects what can't work. */
  public JsonBounds {
    requirePositive("max-depth", maxDepth);
    requirePositive("max-string", maxString);
    requirePositive("max-name", maxName);
    requirePositive("max-number", maxNumber);
    requirePositive("max-tokens", maxTokens);
  }

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

  private static void requirePositive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException("chat.json." + name + ": " + value + " (expected: > 0)");
    }
  }
}
