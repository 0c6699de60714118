package chat.infra.prove.judge;

import chat.infra.prove.history.Entry;
import chat.infra.prove.history.Recording;
import java.util.Iterator;
import java.util.List;

/**
 * Judges a recorded history. It first reads the logs that all gateways had in the end, then
 * compares everything else with them.
 */
public final class Judge {

  private Judge() {}

  /** Judges a complete record. */
  public static Verdict judge(Recording recording) {
    Findings findings = new Findings();
    Logs logs = new Logs(recording.cast().rooms().size(), findings);
    AccessCheck access = new AccessCheck(recording.cast(), findings);
    for (Iterator<Entry> entries = recording.iterator(); entries.hasNext(); ) {
      Entry entry = entries.next();
      logs.accept(entry);
      access.prepare(entry);
    }
    logs.finish();
    SendCheck sends = new SendCheck(logs, findings);
    ReaderCheck readers = new ReaderCheck(logs, findings);
    Timeline timeline = new Timeline(recording.cast(), recording.faults());
    FileCheck files = new FileCheck(findings);
    List<Check> checks =
        List.of(
            sends,
            new AckCheck(findings),
            new StoppedLogCheck(findings),
            files,
            readers,
            new SocketCheck(logs, findings),
            new PageCheck(logs, findings),
            access,
            new UnreadCheck(recording.cast(), logs, findings),
            new EndCheck(recording.cast(), findings),
            timeline);
    for (Iterator<Entry> entries = recording.iterator(); entries.hasNext(); ) {
      Entry entry = entries.next();
      checks.forEach(check -> check.accept(entry));
    }
    checks.forEach(Check::finish);
    if (sends.acknowledged() == 0 || readers.shown() == 0) {
      findings.add(
          Rule.EMPTY, "%d acknowledged, %d shown".formatted(sends.acknowledged(), readers.shown()));
    }
    return new Verdict(
        findings,
        sends.acknowledged(),
        readers.shown(),
        files.stored(),
        access.unchecked(),
        timeline.faults(),
        timeline.seconds());
  }
}
