package chat.infra.prove.judge;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What the judge found: how often each rule was broken, and the first cases. */
public final class Findings {

  private static final int MOST_TEXTS = 10;

  private final Map<Rule, Long> counts = new EnumMap<>(Rule.class);
  private final Map<Rule, List<String>> texts = new EnumMap<>(Rule.class);

  /** Adds a case in which a rule was broken. */
  public void add(Rule rule, String text) {
    counts.merge(rule, 1L, Long::sum);
    List<String> kept = texts.computeIfAbsent(rule, first -> new ArrayList<>());
    if (kept.size() < MOST_TEXTS) {
      kept.add(text);
    }
  }

  /** Whether nothing was found. */
  public boolean isEmpty() {
    return counts.isEmpty();
  }

  /** How often each rule was broken. */
  public Map<Rule, Long> counts() {
    return Map.copyOf(counts);
  }

  /** Rules with their count and first cases, a line each. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    counts.forEach(
        (rule, count) -> {
          lines.add("%s: %d times: %s".formatted(rule, count, rule.meaning()));
          texts.getOrDefault(rule, List.of()).forEach(text -> lines.add("  " + text));
        });
    return lines;
  }
}
