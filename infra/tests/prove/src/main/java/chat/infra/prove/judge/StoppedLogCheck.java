package chat.infra.prove.judge;

import chat.infra.prove.history.Entry;
import chat.infra.prove.history.MessageId;
import java.time.Duration;

/** No message is acknowledged while too few brokers run for the log. */
final class StoppedLogCheck implements Check {

  /** What was appended before is acknowledged within this time. */
  private static final long UNDER_WAY_MICROS = Duration.ofSeconds(5).toNanos() / 1000;

  private final Findings findings;
  private long stopped = Long.MAX_VALUE;

  StoppedLogCheck(Findings findings) {
    this.findings = findings;
  }

  @Override
  public void accept(Entry entry) {
    switch (entry.kind()) {
      case LOG_STOPPED -> stopped = entry.micros() + UNDER_WAY_MICROS;
      case LOG_REPAIRED -> stopped = Long.MAX_VALUE;
      case ACKED -> {
        if (entry.micros() > stopped) {
          findings.add(Rule.UNSAFE, MessageId.text(entry.id()));
        }
      }
      default -> {}
    }
  }
}
