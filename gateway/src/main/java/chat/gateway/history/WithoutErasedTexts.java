package chat.gateway.history;

import chat.contract.event.Edited;
import chat.contract.event.PresentState;
import chat.gateway.log.Change;
import chat.gateway.log.LoggedEvent;
import chat.gateway.log.Reactions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * The tables without the texts of edits whose message was deleted: the writer removes these some
 * time after the message itself. Edits are processed by workers, not by the driver's threads.
 */
public final class WithoutErasedTexts implements EventTables {

  private final EventTables tables;
  private final PendingTextErasures going;
  private final Executor workers;

  public WithoutErasedTexts(EventTables tables, PendingTextErasures going, Executor workers) {
    this.tables = tables;
    this.going = going;
    this.workers = workers;
  }

  @Override
  public CompletionStage<List<Bucket>> bucketsBefore(String room, long before, int limit) {
    return tables.bucketsBefore(room, before, limit);
  }

  @Override
  public CompletionStage<List<Bucket>> bucketsAfter(
      String room, long after, long before, int limit) {
    return tables.bucketsAfter(room, after, before, limit);
  }

  @Override
  public CompletionStage<OptionalLong> lastMessage(String room, long bucket, long before) {
    return tables.lastMessage(room, bucket, before);
  }

  @Override
  public CompletionStage<List<LoggedEvent>> events(long bucket, Span span) {
    return tables.events(bucket, span).thenCompose(events -> without(span.room(), events));
  }

  @Override
  public CompletionStage<List<LoggedEvent>> events(String room, long bucket, List<Long> seqs) {
    return tables.events(room, bucket, seqs).thenCompose(events -> without(room, events));
  }

  @Override
  public CompletionStage<List<IndexedEvent>> messages(long bucket, Span span) {
    return tables.messages(bucket, span);
  }

  @Override
  public CompletionStage<List<IndexedEvent>> lines(long bucket, Span span) {
    return tables.lines(bucket, span);
  }

  private CompletionStage<List<LoggedEvent>> without(String room, List<LoggedEvent> events) {
    return events.stream().noneMatch(event -> event.type().equals(Edited.TYPE))
        ? CompletableFuture.completedFuture(events)
        : CompletableFuture.supplyAsync(() -> targets(events), workers)
            .thenCompose(targets -> without(room, events, targets));
  }

  private CompletionStage<List<LoggedEvent>> without(
      String room, List<LoggedEvent> events, Map<Long, Long> targets) {
    return targets.isEmpty()
        ? CompletableFuture.completedFuture(events)
        : going
            .of(room, Set.copyOf(targets.values()))
            .thenApplyAsync(deletions -> without(events, targets, deletions), workers);
  }

  /** The seqs of the edits that have a text, each with that of its message. */
  private static Map<Long, Long> targets(List<LoggedEvent> events) {
    Map<Long, Long> targets = new HashMap<>();
    for (LoggedEvent event : events) {
      if (event.type().equals(Edited.TYPE)) {
        Change.of(event).ifPresent(edit -> targets.put(event.seq(), edit.target()));
      }
    }
    return targets;
  }

  private static List<LoggedEvent> without(
      List<LoggedEvent> events, Map<Long, Long> targets, Map<Long, Long> deletions) {
    List<LoggedEvent> rest = new ArrayList<>(events);
    rest.replaceAll(
        event -> {
          Long target = targets.get(event.seq());
          long deletion = target == null ? 0 : deletions.getOrDefault(target, 0L);
          return deletion > event.seq() ? withoutText(event, deletion) : event;
        });
    return rest;
  }

  private static LoggedEvent withoutText(LoggedEvent edit, long deletion) {
    byte[] value = PresentState.withoutText(edit.value());
    return new LoggedEvent(
        edit.room(), edit.type(), edit.seq(), edit.prev(), value, deletion, Reactions.NONE);
  }
}
