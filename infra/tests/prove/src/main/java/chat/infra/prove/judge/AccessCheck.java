package chat.infra.prove.judge;

import chat.infra.prove.history.Cast;
import chat.infra.prove.history.Entry;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Only members see private rooms. A former member gets no event after the one that removed it,
 * until it is about to be added again; then it may have all of the room's history.
 */
final class AccessCheck implements Check {

  private static final int NOT_FOUND = 404;

  private record Reader(int user, int room) {}

  /** A change of membership: the number of additions so far, and whether the user is in. */
  private record Change(int additions, boolean isIn) {
    static final Change NONE = new Change(0, false);
  }

  private final Cast cast;
  private final Findings findings;
  private final Map<Reader, NavigableMap<Long, Change>> changes = new HashMap<>();
  private final Map<Reader, Integer> asked = new HashMap<>();

  AccessCheck(Cast cast, Findings findings) {
    this.cast = cast;
    this.findings = findings;
  }

  /** Called for each change of membership, in the log's order, before the first entry. */
  void member(Entry entry) {
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
      case JOINED -> check(entry, entry.seq() + 1);
      case RECEIVED, PAGED -> check(entry, entry.seq());
      case PROBED -> {
        if (entry.seq() != 0 && entry.seq() != NOT_FOUND) {
          findings.add(
              Rule.FOREIGN,
              "client %d was answered %d about room %d"
                  .formatted(entry.client(), entry.seq(), entry.room()));
        }
      }
      default -> {}
    }
  }

  /** Whether the client might see what stands right before a position. */
  private void check(Entry entry, long position) {
    Cast.Room room = cast.rooms().get(entry.room());
    int user = cast.userOf().get(entry.client());
    if (!room.isPrivate() || room.members().contains(user)) {
      return;
    }
    Reader reader = new Reader(user, entry.room());
    NavigableMap<Long, Change> of = changes.get(reader);
    Map.Entry<Long, Change> last = of == null ? null : of.lowerEntry(position);
    Change change = last == null ? Change.NONE : last.getValue();
    if (!change.isIn() && asked.getOrDefault(reader, 0) <= change.additions()) {
      findings.add(
          Rule.FOREIGN,
          "client %d got %s %d of room %d, of which it was no member"
              .formatted(entry.client(), entry.kind(), entry.seq(), entry.room()));
    }
  }
}
