package chat.infra.prove.judge;

import chat.infra.prove.history.Entry;
import chat.infra.prove.history.MessageId;
import java.util.HashMap;
import java.util.Map;

/** A page has the log's events after the position that it was asked for, each one in turn. */
final class PageCheck implements Check {

  private final Logs logs;
  private final Findings findings;

  /** The index in the log of the next event of a page, by client and room. */
  private final Map<Long, Integer> next = new HashMap<>();

  PageCheck(Logs logs, Findings findings) {
    this.logs = logs;
    this.findings = findings;
  }

  @Override
  public void accept(Entry entry) {
    long key = (long) entry.client() << 32 | entry.room();
    switch (entry.kind()) {
      case PAGE -> next.put(key, logs.of(entry.room()).after(entry.seq()));
      case PAGED -> {
        if (!logs.isUnknown(entry.room())) {
          next.merge(key, compare(entry, next.getOrDefault(key, 0)), (before, after) -> after);
        }
      }
      default -> {}
    }
  }

  /** Returns the index of the event that has to follow. */
  private int compare(Entry entry, int expected) {
    Logs.Log log = logs.of(entry.room());
    int index = log.index(entry.seq());
    if (index < 0 || log.id(index) != entry.id() || log.prev(index) != entry.prev()) {
      boolean isAltered = entry.id() == MessageId.ALTERED;
      add(isAltered ? Rule.ALTERED : Rule.DIFFERENT, entry, "the log has another event there");
      return index < 0 ? expected : index + 1;
    }
    if (index > expected) {
      add(Rule.GAP, entry, "its page skips " + (index - expected) + " events");
    } else if (index < expected) {
      boolean isAgain = index == expected - 1;
      add(isAgain ? Rule.DOUBLED : Rule.REORDERED, entry, "its page had it, or later ones");
    }
    return index + 1;
  }

  private void add(Rule rule, Entry entry, String text) {
    findings.add(
        rule,
        "client %d read %d in room %d: %s"
            .formatted(entry.client(), entry.seq(), entry.room(), text));
  }
}
