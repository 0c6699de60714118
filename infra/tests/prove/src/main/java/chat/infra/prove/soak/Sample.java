package chat.infra.prove.soak;

import java.util.Map;
import java.util.TreeMap;

/**
 * What an installation holds at a time when no messages are sent.
 *
 * @param moment for reports, as in "begin"
 * @param parts by name
 * @param keys number of keys in Redis
 * @param directories bytes of each directory of the installation, by name
 */
public record Sample(
    String moment, Map<String, Usage> parts, long keys, Map<String, Long> directories) {

  public Sample {
    parts = new TreeMap<>(parts);
    directories = new TreeMap<>(directories);
  }
}
