package chat.infra.prove.judge;

import chat.infra.prove.history.Cast;
import chat.infra.prove.history.Entry;
import chat.infra.prove.history.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Only members see private rooms. A former member gets no event after the one that removed it,
 * until it is about to be added again; then it may have all of the room's history.
 */
final class AccessCheck implements Check {

  private static final int INVALID = 400;
  private static final int UNAUTHENTICATED = 401;
  private static final int NOT_FOUND = 404;
  private static final int RATE_LIMITED = 429;
  private static final int INTERNAL_ERROR = 500;

  private record Reader(int user, int room) {}

  /** A change of membership: the number of additions so far, and whether the user is in. */
  private record Change(int additions, boolean isIn) {
    static final Change NONE = new Change(0, false);
  }

  private final Cast cast;
  private final Findings findings;
  private final Map<Reader, NavigableMap<Long, Change>> changes = new HashMap<>();
  private final Map<Reader, Integer> asked = new HashMap<>();

  /** Requests for additions that have no event in the log, and are not known to have none. */
  private final Map<Reader, Integer> withoutEvent = new HashMap<>();

  private long unchecked;

  AccessCheck(Cast cast, Findings findings) {
    this.cast = cast;
    this.findings = findings;
  }

  /** The number of events that were not checked, as an addition was under way. */
  long unchecked() {
    return unchecked;
  }

  /** Called for each entry before the first is checked: changes of membership, in log order. */
  void prepare(Entry entry) {
    Reader reader = new Reader(entry.client(), entry.room());
    if (entry.kind() == Kind.ADDING) {
      withoutEvent.merge(reader, 1, Integer::sum);
    } else if (entry.kind() == Kind.MEMBER) {
      withoutEvent.merge(reader, entry.id() == 1 ? -1 : 0, Integer::sum);
      member(entry);
    }
  }

  private void member(Entry entry) {
    NavigableMap<Long, Change> of =
        changes.computeIfAbsent(new Reader(entry.client(), entry.room()), first -> new TreeMap<>());
    Change before = of.isEmpty() ? Change.NONE : of.lastEntry().getValue();
    boolean isIn = entry.id() == 1;
    of.put(entry.seq(), new Change(before.additions() + (isIn ? 1 : 0), isIn));
  }

  @Override
  public void accept(Entry entry) {
    switch (entry.kind()) {
      case ADDING -> asked.merge(new Reader(entry.client(), entry.room()), 1, Integer::sum);
      case NOT_ADDED -> takeBack(new Reader(entry.client(), entry.room()), 1);
      case JOINED -> {
        check(entry, entry.seq() + 1);
        joined(entry);
      }
      case RECEIVED, PAGED -> check(entry, entry.seq());
      case PROBED -> probed(entry);
      case FAILED -> add(Rule.FAILED, entry);
      default -> {}
    }
  }

  /** An answer of a proxy, a limit or a gateway that can't answer now tells nothing. */
  private void probed(Entry entry) {
    switch ((int) entry.seq()) {
      case 0, NOT_FOUND, RATE_LIMITED -> {}
      case INVALID, UNAUTHENTICATED, INTERNAL_ERROR -> add(Rule.FAILED, entry);
      default -> {
        if (entry.seq() < INTERNAL_ERROR) {
          add(Rule.FOREIGN, entry);
        }
      }
    }
  }

  private void add(Rule rule, Entry entry) {
    findings.add(
        rule,
        "client %d was answered %d about room %d"
            .formatted(entry.client(), entry.seq(), entry.room()));
  }

  /** A member that joins has the event of its addition, or its addition made none. */
  private void joined(Entry entry) {
    Reader reader = new Reader(cast.userOf().get(entry.client()), entry.room());
    Change change = changeBefore(reader, entry.seq() + 1);
    if (change.isIn()) {
      takeBack(reader, asked.getOrDefault(reader, 0) - change.additions());
    }
  }

  /** Some requested additions made no event, as the user was a member or may not be one. */
  private void takeBack(Reader reader, int count) {
    int most = Math.min(count, withoutEvent.getOrDefault(reader, 0));
    if (most > 0) {
      asked.merge(reader, -most, Integer::sum);
      withoutEvent.merge(reader, -most, Integer::sum);
    }
  }

  private Change changeBefore(Reader reader, long position) {
    NavigableMap<Long, Change> of = changes.get(reader);
    Map.Entry<Long, Change> last = of == null ? null : of.lowerEntry(position);
    return last == null ? Change.NONE : last.getValue();
  }

  /** Whether the client might see what stands right before a position. */
  private void check(Entry entry, long position) {
    Cast.Room room = cast.rooms().get(entry.room());
    int user = cast.userOf().get(entry.client());
    if (!room.isPrivate() || room.members().contains(user)) {
      return;
    }
    Reader reader = new Reader(user, entry.room());
    Change change = changeBefore(reader, position);
    if (change.isIn()) {
      return;
    }
    if (asked.getOrDefault(reader, 0) > change.additions()) {
      unchecked++;
    } else {
      findings.add(
          Rule.FOREIGN,
          "client %d got %s %d of room %d, of which it was no member"
              .formatted(entry.client(), entry.kind(), entry.seq(), entry.room()));
    }
  }
}
