package chat.simulation;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.history.History;
import chat.gateway.history.UnreadMessages;
import chat.gateway.log.EventKind;
import chat.gateway.log.LoggedEvent;
import chat.simulation.Truth.Fact;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request for a page of a room's history. The answer has all events that were acknowledged
 * before the request, without a gap; or it is an error.
 */
final class PageRead {

  private final String who;
  private final String room;
  private final EventKind kind;
  private final int limit;
  private final Truth truth;
  private final Invariants invariants;
  private final long acked;
  private boolean answered;

  PageRead(String who, String room, EventKind kind, int limit, Truth truth, Invariants invariants) {
    this.who = who;
    this.room = room;
    this.kind = kind;
    this.limit = limit;
    this.truth = truth;
    this.invariants = invariants;
    this.acked = invariants.lastAcked(room);
  }

  /** Whether the answer was a page. */
  boolean isAnswered() {
    return answered;
  }

  void before(History history, long seq) {
    take(
        history.upToDate(room).thenCompose(log -> history.before(log, room, seq, kind, limit)),
        events -> checkBefore(events, seq));
  }

  void after(History history, long seq) {
    take(
        history.upToDate(room).thenCompose(log -> history.after(log, room, seq, kind, limit)),
        events -> checkAfter(events, seq));
  }

  /** A single event. */
  void at(History history, long seq) {
    take(
        history
            .upToDate(room)
            .thenCompose(log -> history.at(log, room, seq))
            .thenApply(event -> event.map(List::of).orElse(List.of())),
        events -> checkAt(events, seq));
  }

  /** The number of a user's unread messages. */
  void unread(History history, String reader, long after) {
    CompletionStage<UnreadMessages> answer =
        history
            .upToDate(room)
            .thenCompose(log -> history.unread(log, room, reader, after, History.END, limit));
    answer.whenComplete(
        (unread, error) -> {
          if (isThere(error)) {
            checkUnread(unread.number(), reader, after);
          }
        });
  }

  private void take(CompletableFuture<List<LoggedEvent>> page, Consumer<List<LoggedEvent>> check) {
    CompletionStage<List<LoggedEvent>> answer = page;
    answer.whenComplete((events, error) -> end(events, error, check));
  }

  private void end(
      List<LoggedEvent> events, @Nullable Throwable error, Consumer<List<LoggedEvent>> check) {
    if (isThere(error)) {
      check.accept(events);
    }
  }

  private boolean isThere(@Nullable Throwable error) {
    if (error == null) {
      answered = true;
      return true;
    }
    invariants.check(
        Refusal.from(error).code() == ProblemCode.UNAVAILABLE,
        () -> who + " is refused a page: " + error);
    return false;
  }

  private void checkAt(List<LoggedEvent> events, long seq) {
    Fact fact = truth.at(room, seq);
    List<Fact> expected =
        fact != null && (seq <= acked || !events.isEmpty()) ? List.of(fact) : List.of();
    invariants.page(who + " at " + seq, events, expected, acked);
  }

  /** Messages acknowledged before always count; those since then may count or not. */
  private void checkUnread(int number, String reader, long after) {
    States states = truth.states(room);
    List<Fact> others =
        wanted(after, Long.MAX_VALUE).stream()
            .filter(fact -> fact.isMessage() && !fact.isBy(reader))
            .toList();
    long least =
        others.stream()
            .filter(fact -> fact.seq() <= acked && states.deletedAt(fact) == Long.MAX_VALUE)
            .count();
    long most = others.stream().filter(fact -> states.deletedAt(fact) > acked).count();
    invariants.check(
        number >= Math.min(limit, least) && number <= Math.min(limit, most),
        () -> who + " has " + number + " unread after " + after + ", not " + least + ".." + most);
  }

  private void checkBefore(List<LoggedEvent> events, long seq) {
    long last = events.isEmpty() ? Math.min(acked, seq - 1) : events.get(events.size() - 1).seq();
    List<Fact> all = wanted(0, Math.max(last, Math.min(acked, seq - 1)));
    int from = Math.max(0, all.size() - limit);
    invariants.page(who + " before " + seq, events, all.subList(from, all.size()), acked);
  }

  private void checkAfter(List<LoggedEvent> events, long seq) {
    long last = events.isEmpty() ? seq : events.get(events.size() - 1).seq();
    List<Fact> all = wanted(seq, Math.max(last, acked));
    invariants.page(
        who + " after " + seq, events, all.subList(0, Math.min(limit, all.size())), acked);
  }

  private List<Fact> wanted(long after, long upTo) {
    return truth.facts(room).values().stream()
        .filter(fact -> fact.seq() > after && fact.seq() <= upTo)
        .filter(fact -> kind.includes(fact.type()))
        .toList();
  }

  @Override
  public String toString() {
    return who + " reads " + room;
  }
}
