package chat.infra.prove.judge;

import chat.infra.prove.history.Entry;
import chat.infra.prove.history.MessageId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rooms' logs as the gateways had them in the end, which are the truth for all readers. */
final class Logs {

  /** Events of one room, in order; each column is in an array of its own. */
  static final class Log {
    private final Map<Long, Integer> indexes = new HashMap<>();
    private long[] seqs = new long[64];
    private long[] ids = new long[64];
    private int size;

    private void add(Entry entry) {
      if (size == seqs.length) {
        seqs = Arrays.copyOf(seqs, 2 * size);
        ids = Arrays.copyOf(ids, 2 * size);
      }
      seqs[size] = entry.seq();
      ids[size] = entry.id();
      indexes.put(entry.seq(), size++);
    }

    int size() {
      return size;
    }

    long seq(int index) {
      return seqs[index];
    }

    long id(int index) {
      return ids[index];
    }

    /** Of an honest log; what a gap in it hides was found when it was read. */
    long prev(int index) {
      return index == 0 ? 0 : seqs[index - 1];
    }

    /** The index of an event, or -1. */
    int index(long seq) {
      return indexes.getOrDefault(seq, -1);
    }

    /** The index of the first event after a position. */
    int after(long position) {
      int found = Arrays.binarySearch(seqs, 0, size, position + 1);
      return found < 0 ? -found - 1 : found;
    }

    long last() {
      return size == 0 ? 0 : seqs[size - 1];
    }
  }

  private final List<Log> logs = new ArrayList<>();
  private final Map<Long, Long> places = new HashMap<>();
  private final Map<Long, Integer> next = new HashMap<>();
  private final Map<Integer, Integer> first = new HashMap<>();
  private final Set<Integer> unreadable = new HashSet<>();
  private final Findings findings;

  Logs(int rooms, Findings findings) {
    this.findings = findings;
    for (int i = 0; i < rooms; i++) {
      logs.add(new Log());
    }
  }

  Log of(int room) {
    return logs.get(room);
  }

  /** The position of a message in a room, or 0. */
  long place(int room, long id) {
    long seq = places.getOrDefault(id, 0L);
    int index = of(room).index(seq);
    return index >= 0 && of(room).id(index) == id ? seq : 0;
  }

  /** Whether no gateway has shown the log of a room, so that nothing can be compared with it. */
  boolean isUnknown(int room) {
    return unreadable.contains(room) && !first.containsKey(room);
  }

  void accept(Entry entry) {
    switch (entry.kind()) {
      case LOGGED -> logged(entry);
      case LOG_READ -> read(entry);
      case LOG_UNREADABLE -> {
        unreadable.add(entry.room());
        findings.add(
            Rule.UNJUDGED,
            "the log of room %d at gateway %d".formatted(entry.room(), entry.socket() + 1));
      }
      default -> {}
    }
  }

  /** The first gateway that shows a log is the measure of the others. */
  private boolean isFirst(Entry entry) {
    return first.computeIfAbsent(entry.room(), room -> entry.socket()) == entry.socket();
  }

  private void logged(Entry entry) {
    if (isFirst(entry)) {
      first(entry);
    } else {
      compare(entry);
    }
  }

  /** A log without events is compared too. */
  private void read(Entry entry) {
    if (!isFirst(entry)) {
      next.putIfAbsent((long) entry.socket() << 32 | entry.room(), 0);
    }
  }

  private void first(Entry entry) {
    Log log = of(entry.room());
    if (entry.id() == MessageId.ALTERED) {
      findings.add(
          Rule.ALTERED, "log of room %d: the message at %d".formatted(entry.room(), entry.seq()));
    }
    if (entry.seq() <= log.last()) {
      findings.add(
          Rule.REORDERED,
          "log of room %d: %d after %d".formatted(entry.room(), entry.seq(), log.last()));
      return;
    }
    if (entry.prev() != log.last()) {
      findings.add(
          Rule.GAP,
          "log of room %d: prev of %d is %d instead of %d"
              .formatted(entry.room(), entry.seq(), entry.prev(), log.last()));
    }
    log.add(entry);
    Long before = entry.id() <= 0 ? null : places.put(entry.id(), entry.seq());
    if (before != null) {
      findings.add(
          Rule.DOUBLED,
          "log of room %d: %s at %d and %d"
              .formatted(entry.room(), MessageId.text(entry.id()), before, entry.seq()));
    }
  }

  /** Another gateway shows the same events. */
  private void compare(Entry entry) {
    Log log = of(entry.room());
    long reader = (long) entry.socket() << 32 | entry.room();
    int index = next.merge(reader, 1, Integer::sum) - 1;
    if (index >= log.size() || log.seq(index) != entry.seq() || log.id(index) != entry.id()) {
      findings.add(
          Rule.DIFFERENT,
          "log of room %d: gateway %d has %d as event %d, the first one has %s"
              .formatted(
                  entry.room(),
                  entry.socket() + 1,
                  entry.seq(),
                  index,
                  index < log.size() ? log.seq(index) : "none"));
    }
  }

  /** All other gateways have shown as many events. */
  void finish() {
    next.forEach(
        (reader, count) -> {
          int room = (int) (long) reader;
          if (count != of(room).size()) {
            findings.add(
                Rule.DIFFERENT,
                "log of room %d: gateway %d has %d events, the first one has %d"
                    .formatted(room, (reader >> 32) + 1, count, of(room).size()));
          }
        });
  }
}
