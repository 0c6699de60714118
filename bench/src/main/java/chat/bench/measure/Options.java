package chat.bench.measure;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The options of a benchmark: {@code --name=value} each. */
public final class Options {

  private final Map<String, String> values;

  private Options(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /**
   * Parses a command line.
   *
   * @param defaults all options with their defaults
   * @throws IllegalArgumentException for an unknown option
   */
  public static Options parse(Iterable<String> words, Map<String, String> defaults) {
    Map<String, String> values = new HashMap<>(defaults);
    for (String word : words) {
      int equals = word.indexOf('=');
      String name = word.startsWith("--") && equals > 0 ? word.substring(2, equals) : "";
      if (!defaults.containsKey(name)) {
        throw new IllegalArgumentException(
            word + " (expected: --NAME=VALUE, of " + String.join(", ", defaults.keySet()) + ")");
      }
      values.put(name, word.substring(equals + 1));
    }
    return new Options(values);
  }

  /** The text of an option. */
  public String text(String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  /** The integer of an option. */
  public int number(String name) {
    try {
      return Integer.parseInt(text(name));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "--" + name + ": " + text(name) + " (expected: a whole number)", e);
    }
  }
}
