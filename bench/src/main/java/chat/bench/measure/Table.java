package chat.bench.measure;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Prints figures as a Markdown table. */
public final class Table {

  private final PrintStream out;

  /** Prints the names of the columns. */
  public Table(PrintStream out, String... columns) {
    this.out = out;
    row((Object[]) columns);
    out.println("| --- ".repeat(columns.length) + "|");
  }

  /** Adds a row; fractions are rounded to significant digits. */
  public void row(Object... cells) {
    List<String> texts = List.of(cells).stream().map(Table::text).toList();
    out.println("| " + String.join(" | ", texts) + " |");
  }

  private static String text(Object cell) {
    if (cell instanceof Double number) {
      return String.format(Locale.ROOT, Math.abs(number) < 100 ? "%.2f" : "%,.0f", number);
    }
    return cell instanceof Number number
        ? String.format(Locale.ROOT, "%,d", number.longValue())
        : cell.toString();
  }
}
