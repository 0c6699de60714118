package chat.infra.devstack;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The output for the user: a line for each event and, on a terminal, a progress line. */
final class Console {
  private static final String ERASE_LINE = "\r\u001b[K";

  private final PrintStream out;
  private final PrintStream err;
  private final boolean terminal;
  // Guarded by this.
  private boolean progressShown;

  Console(PrintStream out, PrintStream err, boolean terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  /** Prints an event of a part. */
  void part(String name, String what) {
    line("%-16s %s".formatted(name, what).stripTrailing());
  }

  void ready(Part part, Duration time) {
    int port = part.port() > 0 ? part.port() : part.managementPort();
    String seconds = String.format(Locale.ROOT, "%4.1f s", time.toMillis() / 1000.0);
    boolean task = part.kind() == Part.Kind.TASK;
    part(
        part.name(), (task ? "done   " : "ready  ") + seconds + (port > 0 ? "  port " + port : ""));
  }

  synchronized void line(String text) {
    eraseProgress();
    out.println(text);
    out.flush();
  }

  /** Prints a line that is not part of the answer. */
  synchronized void note(String text) {
    eraseProgress();
    err.println("chat: " + text);
  }

  synchronized void failure(Failure failure) {
    eraseProgress();
    err.println("chat: " + failure.getMessage());
    failure.details().forEach(detail -> err.println("  | " + detail));
    err.flush();
  }

  /** Shows, on a terminal only, the parts that are being waited for. */
  synchronized void progress(List<String> names, Duration time) {
    if (terminal && !names.isEmpty()) {
      out.print(
          ERASE_LINE + "waiting for " + String.join(", ", names) + "  " + time.toSeconds() + " s");
      out.flush();
      progressShown = true;
    }
  }

  private void eraseProgress() {
    if (progressShown) {
      out.print(ERASE_LINE);
      progressShown = false;
    }
  }
}
