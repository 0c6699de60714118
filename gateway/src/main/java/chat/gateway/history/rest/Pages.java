package chat.gateway.history.rest;

import static chat.gateway.history.Events.first;
import static chat.gateway.history.Events.last;

import chat.contract.log.Seq;
import chat.gateway.history.History;
import chat.gateway.history.PageTooLarge;
import chat.gateway.log.EventKind;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.PartitionLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.springframework.stereotype.Component;

/** Cuts a room's history into pages. */
@Component
final class Pages {

  private final History history;

  Pages(History history) {
    this.history = history;
  }

  /** Reads a page of at most {@code limit}; of fewer if that is too large to be read at once. */
  static <T> CompletableFuture<T> fitting(int limit, IntFunction<CompletableFuture<T>> page) {
    return page.apply(limit)
        .exceptionallyCompose(
            error ->
                limit > 1 && PageTooLarge.isCauseOf(error)
                    ? fitting(limit / 2, page)
                    : CompletableFuture.failedFuture(error));
  }

  CompletableFuture<Page> newest(PartitionLog log, String room, int limit) {
    return messagesBefore(log, room, History.END, limit + 1)
        .thenApply(found -> page(room, last(found, limit), found.size() > limit, false));
  }

  CompletableFuture<Page> before(PartitionLog log, String room, long before, int limit) {
    return messagesBefore(log, room, before, limit + 1)
        .thenCombine(
            history.hasAfter(log, room, justBefore(before), EventKind.MESSAGE),
            (found, newer) ->
                page(room, last(found, limit), found.size() > limit, newer)
                    .orAfter(justBefore(before), newer));
  }

  CompletableFuture<Page> after(PartitionLog log, String room, long after, int limit) {
    return messagesAfter(log, room, after, limit + 1)
        .thenCombine(
            messagesBefore(log, room, after + 1, 1),
            (found, older) ->
                page(room, first(found, limit), !older.isEmpty(), found.size() > limit)
                    .orBefore(after + 1, !older.isEmpty()));
  }

  /** Half of the page is before the message, the rest begins with it. */
  CompletableFuture<Page> around(PartitionLog log, String room, long seq, int limit) {
    int older = limit / 2;
    int newer = limit - older;
    return messagesBefore(log, room, seq, older + 1)
        .thenCombine(
            messagesAfter(log, room, justBefore(seq), newer + 1),
            (left, right) -> {
              List<LoggedEvent> messages = new ArrayList<>(last(left, older));
              messages.addAll(first(right, newer));
              return page(room, messages, left.size() > older, right.size() > newer)
                  .orBefore(seq, !left.isEmpty());
            });
  }

  private CompletableFuture<List<LoggedEvent>> messagesBefore(
      PartitionLog log, String room, long before, int limit) {
    return history.before(log, room, before, EventKind.MESSAGE, limit);
  }

  private CompletableFuture<List<LoggedEvent>> messagesAfter(
      PartitionLog log, String room, long after, int limit) {
    return history.after(log, room, after, EventKind.MESSAGE, limit);
  }

  private static Page page(
      String room, List<LoggedEvent> messages, boolean hasOlder, boolean hasNewer) {
    if (messages.isEmpty()) {
      return new Page(room, messages, null, null);
    }
    return new Page(
        room,
        messages,
        hasOlder ? messages.get(0).seq() : null,
        hasNewer ? messages.get(messages.size() - 1).seq() : null);
  }

  private static long justBefore(long seq) {
    return Math.max(Seq.NONE, seq - 1);
  }
}
