package chat.infra.prove.report;

import chat.infra.prove.judge.Percentiles;
import chat.infra.prove.judge.Verdict;
import chat.infra.prove.judge.Verdict.FaultFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A verdict as lines for a terminal, with a table in Markdown. */
public final class Text {

  private Text() {}

  /**
   * The lines.
   *
   * @param held rows with what a soak measured, the first one with the names of columns
   * @param errors what services wrote to their logs as errors
   */
  public static List<String> lines(
      String title, Verdict verdict, List<List<String>> held, List<String> errors) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        "| fault | lasted | silence p50 / p99 / max | acks p50 / p99 / max | back p50 / p99 / max |");
    lines.add("| --- | --- | --- | --- | --- |");
    for (FaultFigures fault : verdict.faults()) {
      lines.add(
          "| %s | %s | %s | %s | %s |"
              .formatted(
                  fault.name(),
                  seconds(fault.endedMillis() - fault.beganMillis()),
                  percentiles(fault.silence()),
                  percentiles(fault.acks()),
                  percentiles(fault.back())));
    }
    lines.add("");
    for (List<String> row : held) {
      lines.add("| " + String.join(" | ", row) + " |");
      if (row.equals(held.get(0))) {
        lines.add("| --- ".repeat(row.size()) + "|");
      }
    }
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "%s: %,d messages acknowledged, %,d events shown, %,d files stored, %s",
            title,
            verdict.acknowledged(),
            verdict.shown(),
            verdict.files(),
            verdict.findings().isEmpty() ? "no promise broken" : "PROMISES BROKEN"));
    lines.addAll(notJudged(verdict));
    lines.addAll(verdict.findings().lines());
    lines.addAll(errors);
    return lines;
  }

  /** What the judge could not look at. */
  static List<String> notJudged(Verdict verdict) {
    List<String> lines = new ArrayList<>();
    if (verdict.unchecked() > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "not checked: the right to %,d events, while their reader was added to the room",
              verdict.unchecked()));
    }
    if (verdict.files() == 0) {
      lines.add("not checked: files, as few were sent and none was stored");
    }
    return lines;
  }

  static String percentiles(Percentiles of) {
    return of.count() == 0
        ? "–"
        : seconds(of.p50()) + " / " + seconds(of.p99()) + " / " + seconds(of.max());
  }

  /** Milliseconds below a second, else seconds. */
  static String seconds(long millis) {
    return millis < 1000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }
}
