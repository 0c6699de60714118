package chat.infra.prove.judge;

import chat.infra.prove.history.Entry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Each client shows every event after its begin once, in the log's order, up to the log's end. */
final class ReaderCheck implements Check {

  private static final class Reader {
    private final Set<Long> skipped = new HashSet<>();
    private long position;

    Reader(long position) {
      this.position = position;
    }
  }

  private final Logs logs;
  private final Findings findings;
  private final Map<Long, Reader> readers = new HashMap<>();
  private long shown;

  ReaderCheck(Logs logs, Findings findings) {
    this.logs = logs;
    this.findings = findings;
  }

  /** The number of events that clients showed. */
  long shown() {
    return shown;
  }

  @Override
  public void accept(Entry entry) {
    long key = (long) entry.client() << 32 | entry.room();
    switch (entry.kind()) {
      case STARTED -> readers.put(key, new Reader(entry.seq()));
      case RESET -> {
        readers.put(key, new Reader(entry.seq()));
        findings.add(
            Rule.RESET,
            "client %d in room %d at %d".formatted(entry.client(), entry.room(), entry.seq()));
      }
      case LEFT -> readers.remove(key);
      case SHOWN -> shown(entry, readers.computeIfAbsent(key, first -> new Reader(0)));
      default -> {}
    }
  }

  private void shown(Entry entry, Reader reader) {
    shown++;
    if (logs.isUnknown(entry.room())) {
      return;
    }
    Logs.Log log = logs.of(entry.room());
    int index = log.index(entry.seq());
    if (index < 0 || log.id(index) != entry.id()) {
      findings.add(
          Rule.DIFFERENT,
          "client %d showed %d in room %d, which the log does not have so"
              .formatted(entry.client(), entry.seq(), entry.room()));
      return;
    }
    if (entry.seq() <= reader.position) {
      findings.add(
          reader.skipped.remove(entry.seq()) ? Rule.REORDERED : Rule.DOUBLED,
          "client %d showed %d in room %d after %d"
              .formatted(entry.client(), entry.seq(), entry.room(), reader.position));
      return;
    }
    for (int i = log.after(reader.position); i < index; i++) {
      reader.skipped.add(log.seq(i));
      findings.add(
          Rule.GAP,
          "client %d did not show %d in room %d before %d"
              .formatted(entry.client(), log.seq(i), entry.room(), entry.seq()));
    }
    reader.position = entry.seq();
  }

  @Override
  public void finish() {
    readers.forEach(
        (key, reader) -> {
          int room = (int) (long) key;
          if (reader.position < logs.of(room).last()) {
            findings.add(
                Rule.GAP,
                "client %d showed room %d up to %d, the log ends with %d"
                    .formatted(key >> 32, room, reader.position, logs.of(room).last()));
          }
        });
  }
}
