package chat.infra.prove.soak;

import chat.infra.prove.judge.Findings;
import chat.infra.prove.judge.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Compares samples. Caches fill up to their bounds, so each figure has a slack. Where messages are
 * stored more is held after each of them: such a figure is shown only.
 */
public final class Growth {

  /** The number of samples of a whole run. */
  static final int ALL = 3;

  private static final long MIB = 1 << 20;
  private static final long MISSING = -1;

  /** Directories in which no file has messages. */
  private static final Set<String> WITHOUT_MESSAGES = Set.of("redis", "run", "secrets");

  private static final Slack OF_KEYS = new Slack(1.1, 100);
  private static final Slack OF_DIRECTORIES = new Slack(1.5, 64);
  private static final Slack ANY = new Slack(Double.POSITIVE_INFINITY, 0);

  private final List<Sample> samples;

  /** The samples of a run, in their order. */
  public Growth(List<Sample> samples) {
    this.samples = List.copyOf(samples);
  }

  /** The end may be the begin times a factor, and a number more. */
  private record Slack(double factor, long more) {

    boolean allows(long begin, long end) {
      return Double.isInfinite(factor) || end <= begin * factor + more;
    }

    @Override
    public String toString() {
      return Double.isInfinite(factor)
          ? "–"
          : String.format(Locale.ROOT, "× %.1f + %d", factor, more);
    }
  }

  private record Figure(String name, Slack slack, ToLongFunction<Sample> of) {

    static Figure of(String part, String name, Slack slack, ToLongFunction<Usage> of) {
      return new Figure(
          part + ", " + name,
          slack,
          sample -> {
            Usage usage = sample.parts().get(part);
            return usage == null ? MISSING : of.applyAsLong(usage);
          });
    }
  }

  private List<Figure> figures() {
    if (samples.isEmpty()) {
      return List.of();
    }
    Sample first = samples.get(0);
    List<Figure> figures = new ArrayList<>();
    first.parts().keySet().forEach(part -> figures.addAll(figures(part)));
    figures.add(new Figure("keys in Redis", OF_KEYS, Sample::keys));
    for (String directory : first.directories().keySet()) {
      Slack slack = WITHOUT_MESSAGES.contains(directory) ? OF_DIRECTORIES : ANY;
      figures.add(
          new Figure(
              "MiB in " + directory,
              slack,
              sample -> sample.directories().getOrDefault(directory, 0L) / MIB));
    }
    return figures;
  }

  private static List<Figure> figures(String part) {
    return List.of(
        Figure.of(part, "MiB of heap", new Slack(1.5, 32), usage -> usage.heap() / MIB),
        Figure.of(part, "MiB of memory", new Slack(1.3, 64), usage -> usage.resident() / MIB),
        Figure.of(part, "descriptors", new Slack(1.1, 32), Usage::descriptors),
        Figure.of(part, "threads", new Slack(1.1, 16), Usage::threads));
  }

  /** Adds what grew by more than its slack; also if a sample or a part is missing. */
  public void judge(Findings findings) {
    if (samples.size() < ALL) {
      findings.add(Rule.UNJUDGED, "%d of %d samples".formatted(samples.size(), ALL));
      return;
    }
    requireSameProcesses(findings);
    for (Figure figure : figures()) {
      long begin = figure.of.applyAsLong(samples.get(0));
      long end = figure.of.applyAsLong(samples.get(ALL - 1));
      if (end == MISSING) {
        findings.add(Rule.UNJUDGED, figure.name + ": not there in the end");
      } else if (!figure.slack.allows(begin, end)) {
        findings.add(
            Rule.GREW, "%s: %d, then %d (%s)".formatted(figure.name, begin, end, figure.slack));
      }
    }
  }

  private void requireSameProcesses(Findings findings) {
    Map<String, Long> first = processes(samples.get(0));
    for (Sample sample : samples) {
      Map<String, Long> now = processes(sample);
      if (!now.equals(first)) {
        findings.add(
            Rule.UNJUDGED,
            "other processes in the %s: %s, before %s".formatted(sample.moment(), now, first));
      }
    }
  }

  private static Map<String, Long> processes(Sample sample) {
    Map<String, Long> processes = new TreeMap<>();
    sample.parts().forEach((part, usage) -> processes.put(part, usage.pid()));
    return processes;
  }

  /** The figures as rows, the first of which has the names of columns; none without samples. */
  public List<List<String>> rows() {
    List<Figure> figures = figures();
    List<List<String>> rows = new ArrayList<>();
    if (!figures.isEmpty()) {
      rows.add(row("held after a calm", samples.stream().map(Sample::moment), "allowed"));
    }
    for (Figure figure : figures) {
      Stream<String> values =
          samples.stream()
              .mapToLong(figure.of)
              .mapToObj(value -> value == MISSING ? "–" : Long.toString(value));
      rows.add(row(figure.name, values, figure.slack.toString()));
    }
    return rows;
  }

  private static List<String> row(String name, Stream<String> values, String slack) {
    return Stream.of(Stream.of(name), values, Stream.of(slack)).flatMap(cells -> cells).toList();
  }
}
