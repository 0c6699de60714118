package chat.simulation;

import chat.simulation.Truth.Fact;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The events of one room that one client gets. From its join on they have to be the room's log: no
 * event missing, added or out of order, whichever connection and gateway they come from.
 */
final class Stream {

  private record Asked(@Nullable Long after) {}

  private final String client;
  private final String room;
  private final Truth truth;
  private final Invariants invariants;
  private final Map<String, Asked> asked = new LinkedHashMap<>();

  /** The joins before each leave. */
  private final Map<String, Set<String>> leaving = new HashMap<>();

  private boolean known;
  private boolean live;

  /** Whether events came since the answer to the join. */
  private boolean moved;

  /** Whether the member was removed and not told so yet. */
  private boolean out;

  private long position;
  private long since;
  private long replays;

  Stream(String client, String room, Truth truth, Invariants invariants) {
    this.client = client;
    this.room = room;
    this.truth = truth;
    this.invariants = invariants;
  }

  /** Whether its position in the room's log is known. */
  boolean isKnown() {
    return known;
  }

  boolean isLive() {
    return live;
  }

  boolean isAsked() {
    return !asked.isEmpty();
  }

  long position() {
    return position;
  }

  void ask(String ref, @Nullable Long after) {
    asked.put(ref, new Asked(after));
  }

  void refused(String ref) {
    asked.remove(ref);
  }

  void disconnected() {
    asked.clear();
    leaving.clear();
    live = false;
    out = false;
  }

  void leave(String ref) {
    leaving.put(ref, Set.copyOf(asked.keySet()));
  }

  /** A client that leaves during the look-up of its missed events gets no answer to its join. */
  void left(String ref) {
    live = false;
    out = false;
    asked.keySet().removeAll(leaving.getOrDefault(ref, Set.of()));
    leaving.remove(ref);
  }

  void joined(String ref, long seq, @Nullable Boolean answer, int missed) {
    Asked join = asked.remove(ref);
    if (join == null) {
      invariants.violated(this + " joined without asking");
      return;
    }
    invariants.check(
        seq == 0 || truth.at(room, seq) != null, () -> this + " joined at no event: " + seq);
    if (isAgainDuringCatchUp(join, seq, answer, missed)) {
      return;
    }
    if (live && !(replays == 0 && !moved && since == position)) {
      again(join, answer, missed);
    } else if (live) {
      // Of two joins at once, it is unknown which one took effect first.
      if (missed > 0) {
        begin(join, seq, answer, missed);
      } else {
        position = Math.min(position, seq);
        since = position;
      }
    } else {
      begin(join, seq, answer, missed);
    }
  }

  /** Another, unanswered join delivers the events that this one claims to have. */
  private boolean isAgainDuringCatchUp(Asked join, long seq, @Nullable Boolean answer, int missed) {
    Long after = join.after;
    return !live
        && !asked.isEmpty()
        && after != null
        && Boolean.TRUE.equals(answer)
        && missed == 0
        && truth.count(room, after, seq) > 0;
  }

  private void again(Asked join, @Nullable Boolean answer, int missed) {
    Long after = join.after;
    invariants.check(missed == 0, () -> this + " is given twice what it missed");
    invariants.check(
        answer == null || !answer || (after != null && after >= since),
        () -> this + " is told to have all since " + after + ", but joined at " + since);
  }

  private void begin(Asked join, long seq, @Nullable Boolean answer, int missed) {
    Long after = join.after;
    invariants.check(
        truth.mayRead(room, client, seq), () -> this + " joins a room that is hidden from it");
    invariants.check(
        (answer == null) == (after == null), () -> this + " is answered what it did not ask");
    known = true;
    live = true;
    moved = false;
    position = seq;
    since = seq;
    replays = 0;
    if (after != null && Boolean.FALSE.equals(answer)) {
      invariants.lost(this + " after " + after, room, after, seq);
    }
    if (after != null && Boolean.TRUE.equals(answer)) {
      position = after;
      since = after;
      replays = missed;
      invariants.tally().replayed(missed);
      int expected = truth.count(room, after, seq);
      invariants.check(
          missed == expected,
          () -> this + " missed " + expected + " from " + after + " to " + seq + ", not " + missed);
    }
  }

  void event(String frame) {
    Fact next = truth.after(room, position);
    invariants.check(live, () -> this + " gets what it has not joined: " + frame);
    if (next == null || !truth.states(room).show(next, frame, client)) {
      invariants.violated(this + " gets " + frame + " instead of " + next);
      return;
    }
    invariants.check(!out, () -> this + " was put out, and gets " + frame);
    position = next.seq();
    moved = true;
    out = replays == 0 && truth.removes(next, client);
    replays = Math.max(0, replays - 1);
  }

  /** A removed member is told so after the event that removed it, and gets nothing more. */
  void putOut(String frame) {
    Fact last = truth.at(room, position);
    invariants.check(
        live && last != null && truth.removes(last, client), () -> this + " gets unasked " + frame);
    invariants.tally().putOut();
    live = false;
    out = false;
  }

  @Override
  public String toString() {
    return client + " in " + room + " at " + position;
  }
}
