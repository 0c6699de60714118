package chat.infra.prove.report;

import chat.infra.prove.judge.Verdict;
import chat.infra.prove.judge.Verdict.FaultFigures;
import chat.infra.prove.judge.Verdict.Second;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** A verdict as one page that needs nothing else: a time line and the figures. */
public final class Page {

  private static final int WIDTH = 1200;
  private static final int HEIGHT = 160;

  private static final String STYLE =
      """
      :root{color-scheme:light dark}
      body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:78rem;padding:0 1rem}
      table{border-collapse:collapse}td,th{padding:.2rem .8rem;text-align:left}
      tr:nth-child(even){background:#8882}svg{width:100%;height:auto;overflow:visible}
      .fault{fill:#e5484d;opacity:.25}.line{fill:none;stroke:#3e63dd;stroke-width:1.5}
      .axis{stroke:#888;stroke-width:.5}text{font-size:11px;fill:currentColor}
      .good{color:#2b9a66}.bad{color:#e5484d}
      """;

  private final StringBuilder html = new StringBuilder();
  private final Verdict verdict;

  private Page(Verdict verdict) {
    this.verdict = verdict;
  }

  /**
   * The page as HTML.
   *
   * @param held rows with what a soak measured, the first one with the names of columns
   * @param errors what services wrote to their logs as errors
   */
  public static String of(
      String title, Verdict verdict, List<List<String>> held, List<String> errors) {
    return new Page(verdict).write(title, held, errors);
  }

  private String write(String title, List<List<String>> held, List<String> errors) {
    boolean isGood = verdict.findings().isEmpty();
    html.append("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width\">")
        .append("<title>chat prove: " + escape(title) + "</title><style>" + STYLE + "</style>")
        .append("<h1>" + escape(title) + "</h1>");
    html.append(
        String.format(
            Locale.ROOT,
            "<p class=\"%s\"><b>%s.</b> %,d messages acknowledged, %,d events shown, %,d files stored.</p>",
            isGood ? "good" : "bad",
            isGood ? "No promise broken" : "Promises broken",
            verdict.acknowledged(),
            verdict.shown(),
            verdict.files()));
    for (String line : Text.notJudged(verdict)) {
      html.append("<p>" + escape(line) + "</p>");
    }
    if (!isGood) {
      html.append("<pre>" + escape(String.join("\n", verdict.findings().lines())) + "</pre>");
    }
    chart("longest silence of a client (ms)", Second::silence);
    chart("acks, 99th percentile (ms)", Second::ackP99);
    chart("acks per second", Second::acks);
    chart("connected clients", Second::connected);
    table();
    held(held);
    if (!errors.isEmpty()) {
      html.append("<h2>Errors in logs</h2><pre>" + escape(String.join("\n", errors)) + "</pre>");
    }
    return html.append("</html>").toString();
  }

  private void chart(String name, ToLongFunction<Second> value) {
    List<Second> seconds = verdict.seconds();
    long most = Math.max(1, seconds.stream().mapToLong(value).max().orElse(1));
    double step = (double) WIDTH / Math.max(1, seconds.size());
    html.append(
        "<h2>%s</h2><svg viewBox=\"0 -14 %d %d\" role=\"img\" aria-label=\"%s\">"
            .formatted(escape(name), WIDTH, HEIGHT + 32, escape(name)));
    for (FaultFigures fault : verdict.faults()) {
      fault(fault, step);
    }
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < seconds.size(); i++) {
      double y = HEIGHT - (double) value.applyAsLong(seconds.get(i)) * HEIGHT / most;
      points.append(String.format(Locale.ROOT, "%.1f,%.1f ", (i + 0.5) * step, y));
    }
    html.append("<polyline class=\"line\" points=\"" + points + "\"/>")
        .append(
            "<line class=\"axis\" x1=\"0\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>"
                .formatted(HEIGHT, WIDTH, HEIGHT))
        .append("<text x=\"0\" y=\"-3\">" + String.format(Locale.ROOT, "%,d", most) + "</text>")
        .append("<text x=\"0\" y=\"%d\">0 s</text>".formatted(HEIGHT + 14))
        .append(
            "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%d s</text></svg>"
                .formatted(WIDTH, HEIGHT + 14, seconds.size()));
  }

  private void fault(FaultFigures fault, double step) {
    if (fault.endedMillis() > fault.beganMillis()) {
      double from = fault.beganMillis() / 1000.0 * step;
      double width = Math.max(2, (fault.endedMillis() - fault.beganMillis()) / 1000.0 * step);
      html.append(
          String.format(
              Locale.ROOT,
              "<rect class=\"fault\" x=\"%.1f\" y=\"0\" width=\"%.1f\" height=\"%d\">"
                  + "<title>%s</title></rect>",
              from,
              width,
              HEIGHT,
              escape(fault.name())));
    }
  }

  private void table() {
    html.append("<h2>Faults</h2><table><tr><th>fault<th>at<th>lasted")
        .append("<th>silence p50 / p99 / max<th>acks p50 / p99 / max<th>back p50 / p99 / max");
    for (FaultFigures fault : verdict.faults()) {
      html.append(
          "<tr><td>%s<td>%s<td>%s<td>%s<td>%s<td>%s"
              .formatted(
                  escape(fault.name()),
                  Text.seconds(fault.beganMillis()),
                  Text.seconds(fault.endedMillis() - fault.beganMillis()),
                  Text.percentiles(fault.silence()),
                  Text.percentiles(fault.acks()),
                  Text.percentiles(fault.back())));
    }
    html.append("</table>");
  }

  private void held(List<List<String>> rows) {
    if (rows.isEmpty()) {
      return;
    }
    html.append("<h2>Held</h2><table>");
    for (List<String> row : rows) {
      String cell = row.equals(rows.get(0)) ? "<th>" : "<td>";
      html.append("<tr>");
      row.forEach(text -> html.append(cell + escape(text)));
    }
    html.append("</table>");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
