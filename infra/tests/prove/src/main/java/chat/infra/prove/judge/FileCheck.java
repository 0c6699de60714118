package chat.infra.prove.judge;

import chat.infra.prove.history.Entry;
import java.util.HashMap;
import java.util.Map;

/**
 * Each file that was stored can be read in the end, and is the one that was sent. Of those that
 * were sent at least one is stored.
 */
final class FileCheck implements Check {

  /** Sent in ten seconds: a store that is away for a moment is no fault. */
  private static final int ENOUGH = 10;

  private final Findings findings;
  private final Map<Long, Entry> unread = new HashMap<>();
  private long sent;
  private long stored;

  FileCheck(Findings findings) {
    this.findings = findings;
  }

  /** Number of files that were stored. */
  long stored() {
    return stored;
  }

  @Override
  public void accept(Entry entry) {
    switch (entry.kind()) {
      case UPLOADING -> sent++;
      case UPLOADED -> {
        stored++;
        unread.put(entry.id(), entry);
      }
      case FILE_READ -> {
        if (entry.seq() == 1) {
          unread.remove(entry.id());
        }
      }
      default -> {}
    }
  }

  @Override
  public void finish() {
    if (sent >= ENOUGH && stored == 0) {
      findings.add(Rule.NO_FILE, "%d were sent".formatted(sent));
    }
    unread.forEach(
        (number, file) ->
            findings.add(Rule.FILE_LOST, "file %d of client %d".formatted(number, file.client())));
  }
}
