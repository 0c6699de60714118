package chat.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.contract.event.Edited;
import chat.contract.log.Seq;
import chat.gateway.log.LoggedEvent;
import chat.simulation.Truth.Fact;
import chat.writer.room.EventRow;
import chat.writer.room.InMemoryRoomTables;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Checks the invariants and keeps the first violation. */
final class Invariants {

  private record Name(String room, String sender, String id) {
    static Name of(Said said) {
      return new Name(said.room(), said.sender(), said.id());
    }
  }

  private final Truth truth;
  private final InMemoryRoomTables tables;
  private final Map<Said, Integer> tries = new HashMap<>();
  private final Map<Said, Integer> refusals = new HashMap<>();
  private final Map<Name, Long> acked = new HashMap<>();
  private final Map<String, Long> lastAcked = new HashMap<>();
  private final Set<Name> names = new HashSet<>();
  private final Set<Name> careless = new HashSet<>();
  private final Map<Integer, Integer> checked = new HashMap<>();
  private final Tally tally = new Tally();
  private @Nullable String violation;
  private @Nullable Shape healed;

  Invariants(Truth truth, InMemoryRoomTables tables) {
    this.truth = truth;
    this.tables = tables;
  }

  @Nullable String violation() {
    return violation;
  }

  void violated(String what) {
    if (violation == null) {
      violation = what;
    }
  }

  void check(boolean right, Supplier<String> otherwise) {
    if (!right) {
      violated(otherwise.get());
    }
  }

  /** The greatest acknowledged seq of a room so far. */
  long lastAcked(String room) {
    return lastAcked.getOrDefault(room, 0L);
  }

  Tally tally() {
    return tally;
  }

  /** Whether no message was sent with that id so far. */
  boolean isFirst(Said said) {
    return !names.contains(Name.of(said));
  }

  void sent(Said said, boolean retry) {
    if (!names.add(Name.of(said)) && !retry) {
      careless.add(Name.of(said));
    }
    tries.merge(said, 1, Integer::sum);
  }

  void acked(Said said, long seq) {
    Fact fact = truth.at(said.room(), seq);
    check(fact != null && fact.says(said), () -> "ack of " + said + " at " + seq + ": " + fact);
    Long before = acked.put(Name.of(said), seq);
    check(
        before == null || before == seq || careless.contains(Name.of(said)),
        () -> said + " was acknowledged at " + before + ", then at " + seq);
    lastAcked.merge(said.room(), seq, Math::max);
    tally.acked();
  }

  /** A change of a room or message is at its acknowledged seq. */
  void changed(String room, long seq) {
    check(truth.at(room, seq) != null, () -> "ack of a change at " + seq + ", where nothing is");
    lastAcked.merge(room, seq, Math::max);
    tally.changed();
  }

  void refused(Said said) {
    refusals.merge(said, 1, Integer::sum);
  }

  /** Each record before a committed offset is in the tables, in its bucket, and linked. */
  void committed(int partition, long offset) {
    List<Fact> facts = truth.ofPartition(partition);
    int next = checked.getOrDefault(partition, 0);
    while (next < facts.size() && facts.get(next).seq() < Seq.of(SimulatedLog.EPOCH, offset)) {
      Fact fact = facts.get(next++);
      check(stands(fact), () -> "committed " + offset + ", but the tables don't hold " + fact);
    }
    checked.put(partition, next);
  }

  private boolean stands(Fact fact) {
    return tables.bucketsOf(fact.room()).stream()
        .filter(bucket -> bucket <= fact.seq())
        .reduce((older, newer) -> newer)
        .map(bucket -> tables.rows(fact.room(), bucket).stream().anyMatch(row -> is(row, fact)))
        .orElse(false);
  }

  private boolean is(EventRow row, Fact fact) {
    return is(row, fact, 0);
  }

  /** Whether a row is the state of an event at a seq or at a later one. */
  private boolean is(EventRow row, Fact fact, long atLeast) {
    return row.seq() == fact.seq()
        && row.prev() == fact.prev()
        && row.type().equals(fact.type())
        && truth.states(fact.room()).show(fact, row.value(), atLeast);
  }

  /** From now on no fault excuses a violation. */
  void healed(Shape shape) {
    healed = shape;
  }

  /** A client did not get its missed events: allowed in a fault, or if there are too many. */
  void lost(String who, String room, long after, long seq) {
    boolean known = after == Seq.NONE || Seq.epoch(after) == SimulatedLog.EPOCH;
    check(
        healed == null
            || !known
            || after > seq
            || healed.hasNarrowLines()
            || truth.count(room, after, seq) > healed.maxMissed(),
        () -> who + " is not given what it missed up to " + seq);
  }

  /**
   * A page is a part of the room's log without a gap.
   *
   * @param acked the greatest seq that was acknowledged before the request: the page has all events
   *     up to it
   */
  void page(String who, List<LoggedEvent> page, List<Fact> expected, long acked) {
    tally.read(page.size());
    check(page.size() == expected.size(), () -> who + " has " + page + " instead of " + expected);
    for (int i = 0; i < Math.min(page.size(), expected.size()); i++) {
      Fact fact = expected.get(i);
      LoggedEvent event = page.get(i);
      check(
          truth.states(fact.room()).show(fact, event, healed == null ? acked : Long.MAX_VALUE),
          () -> who + " has " + text(event) + " instead of " + fact);
    }
  }

  private static String text(LoggedEvent event) {
    return new String(event.frame(), UTF_8) + event.reactions();
  }

  /** In the end: each message once, no refused message, and tables that agree with the log. */
  void settled(List<String> rooms) {
    for (String room : rooms) {
      NavigableMap<Long, Fact> facts = truth.facts(room);
      tries.keySet().stream()
          .filter(said -> said.room().equals(room))
          .forEach(said -> checkMessage(said, facts));
      checkTable(room, List.copyOf(facts.values()));
      facts.values().stream()
          .filter(Fact::isMessage)
          .forEach(message -> checkEdits(message, facts));
    }
    check(!tables.hasStrays(), () -> "an event stands in a bucket that readers don't know");
  }

  private void checkEdits(Fact message, NavigableMap<Long, Fact> facts) {
    long edits =
        facts.values().stream()
            .filter(fact -> fact.type().equals(Edited.TYPE))
            .filter(fact -> fact.value().contains("\"target\":" + message.seq() + ","))
            .count();
    check(edits <= SimulatedMessages.MAX_EDITS, () -> message + " was edited " + edits + " times");
  }

  private void checkMessage(Said said, NavigableMap<Long, Fact> facts) {
    List<Fact> found = facts.values().stream().filter(fact -> fact.says(said)).toList();
    boolean refused = refusals.getOrDefault(said, 0).equals(tries.get(said));
    check(!refused || found.isEmpty(), () -> said + " was refused, but stands at " + found);
    check(
        found.size() <= 1 || careless.contains(Name.of(said)),
        () -> said + " stands more than once: " + found);
    found.stream().reduce((older, newer) -> newer).ifPresent(last -> checkId(said, last));
  }

  /** The table of ids has the seq of the last message with an id. */
  private void checkId(Said said, Fact last) {
    long later =
        tries.keySet().stream()
            .filter(other -> Name.of(other).equals(Name.of(said)))
            .flatMap(other -> truth.facts(said.room()).values().stream().filter(f -> f.says(other)))
            .mapToLong(Fact::seq)
            .max()
            .orElse(last.seq());
    long found =
        tables.message(said.room(), said.sender(), said.id()).map(row -> row.seq()).orElse(0L);
    check(found == later, () -> said + " stands at " + later + ", the table of ids says " + found);
  }

  private void checkTable(String room, List<Fact> facts) {
    List<EventRow> rows = tables.history(room);
    boolean same = rows.size() == facts.size();
    for (int i = 0; same && i < rows.size(); i++) {
      same = is(rows.get(i), facts.get(i), Long.MAX_VALUE);
    }
    check(same, () -> "the tables of " + room + " hold " + rows + " instead of " + facts);
  }
}
