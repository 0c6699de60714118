package chat.writer.erasure;

import chat.contract.event.MemberChange;
import chat.contract.event.Nameless;
import chat.contract.event.Reaction;
import chat.contract.event.RoomEventCodec;
import chat.writer.room.MessageEffect;
import chat.writer.room.MessageEffect.MessageDeleted;
import chat.writer.room.MessageEffect.PersonNamed;
import chat.writer.room.MessageEffect.ReactionChanged;
import chat.writer.room.MessageEffect.ReactionsRemoved;
import chat.writer.room.MessageEffect.Rewritten;
import chat.writer.room.RoomEffect.BannerForgotten;
import chat.writer.room.RoomEffect.Unbanned;
import chat.writer.room.RoomEffect.Unmuted;
import chat.writer.room.RoomTables;
import chat.writer.room.StoredEvent;
import chat.writer.work.Tasks;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Removes an erased account from a bucket of events, page by page. It finds events that are already
 * written: the caller first waits until the writers have reached the log's end.
 */
final class Erasure {

  private static final int AT_ONCE = 4;

  private final RoomTables tables;
  private final NamedEvents events;

  Erasure(RoomTables tables, NamedEvents events) {
    this.tables = tables;
    this.events = events;
  }

  /**
   * Erases a page, the latest events first. A repetition completes a failed attempt.
   *
   * @param erasedAt time of the erasure, in milliseconds since the epoch UTC
   * @param now a seq after everything that the tables hold of the room, used as the timestamp, so
   *     that no late writer restores anything
   * @param before the seq after the first event
   * @param limit maximum number of events to check
   * @return the seq before which the next page begins; 0 if there is none
   */
  CompletionStage<Long> page(PersonNamed bucket, long erasedAt, long now, long before, int limit) {
    Page page = new Page(bucket, erasedAt, now);
    return events
        .events(bucket.room(), bucket.bucket(), before, limit)
        .thenCompose(
            found ->
                Tasks.atOnce(AT_ONCE, found.stream().map(page::erasing).toList())
                    .thenApply(
                        done -> found.size() < limit ? 0 : found.get(found.size() - 1).seq()));
  }

  private final class Page {
    private final PersonNamed bucket;
    private final long erasedAt;
    private final long now;

    Page(PersonNamed bucket, long erasedAt, long now) {
      this.bucket = bucket;
      this.erasedAt = erasedAt;
      this.now = now;
    }

    private Supplier<CompletionStage<Void>> erasing(StoredEvent event) {
      return () -> {
        byte[] rest =
            event.mayNameUsers()
                ? Nameless.of(event.value(), bucket.user(), erasedAt)
                : event.value();
        return rest == event.value() ? CompletableFuture.completedFuture(null) : erase(event, rest);
      };
    }

    /** Writes the event's own row last, because by it a repetition finds the rest. */
    private CompletionStage<Void> erase(StoredEvent event, byte[] rest) {
      String room = bucket.room();
      MessageEffect rewritten =
          event.isMessage()
              ? new MessageDeleted(room, event.bucket(), event.seq(), rest, now)
              : new Rewritten(room, event.bucket(), event.seq(), rest, now);
      return besides(event).thenCompose(done -> tables.apply(rewritten));
    }

    private CompletionStage<Void> besides(StoredEvent event) {
      if (event.isMessage()) {
        return tables.apply(new ReactionsRemoved(bucket.room(), event.bucket(), event.seq(), now));
      }
      return switch (event.type()) {
        case Reaction.TYPE -> remove((Reaction) RoomEventCodec.decode(event.value()));
        case MemberChange.TYPE ->
            forget((MemberChange) RoomEventCodec.decode(event.value()), event);
        default -> CompletableFuture.completedFuture(null);
      };
    }

    private CompletionStage<Void> forget(MemberChange change, StoredEvent event) {
      String user = change.user().id();
      boolean erased = user.equals(bucket.user());
      return switch (change.action()) {
        case BANNED ->
            tables.apply(
                erased
                    ? new Unbanned(bucket.room(), user, now)
                    : new BannerForgotten(bucket.room(), user, event.seq()));
        case MUTED ->
            erased
                ? tables.apply(new Unmuted(bucket.room(), user, now))
                : CompletableFuture.completedFuture(null);
        default -> CompletableFuture.completedFuture(null);
      };
    }

    private CompletionStage<Void> remove(Reaction reaction) {
      return tables
          .find(bucket.room(), reaction.target())
          .thenCompose(
              found ->
                  found
                      .filter(StoredEvent::isMessage)
                      .map(
                          message ->
                              tables.apply(
                                  new ReactionChanged(
                                      bucket.room(),
                                      message.bucket(),
                                      reaction.target(),
                                      reaction.emoji(),
                                      bucket.user(),
                                      true,
                                      now)))
                      .orElse(CompletableFuture.completedFuture(null)));
    }
  }
}
