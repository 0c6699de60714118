package chat.writer.erasure;

import chat.writer.room.Attempt;
import chat.writer.room.MessageEffect.PersonNamed;
import chat.writer.room.RoomTables;
import chat.writer.work.Step;
import chat.writer.work.Step.Left;
import chat.writer.work.Tasks;
import chat.writer.work.Work;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Removes one account from all events that name it, in two passes: first the events at the time of
 * the erasure, then those appended while its sockets were being closed. Each pass waits until the
 * writers have reached the log's end. The progress is stored.
 */
final class Erasing implements Work {

  /** Number of buckets read from the tables at once. */
  private static final int READ = 100;

  private static final int BUCKETS_AT_ONCE = 8;

  /** The texts of events are up to 50 kB long. */
  private static final int MOST_EVENTS = 100;

  /** The log, and the effects of an erasure outside of the rooms. */
  interface Surroundings {

    /**
     * Waits for the writers.
     *
     * @return for each room a seq after everything that the tables hold of it; null if the writers
     *     have not yet reached the log end at the first of these calls
     */
    CompletionStage<@Nullable ToLongFunction<String>> written();

    /** Starts a new wait for the writers. */
    void again();

    /** Publishes the erasure; may be repeated. */
    CompletionStage<Void> tell(PendingErasure erasure);

    /** Called when the erasure is complete. */
    void done(Erasing erasing);
  }

  private final RoomTables tables;
  private final NamedEvents events;
  private final Erasures erasures;
  private final Surroundings surroundings;
  private final Duration settle;
  private final InstantSource clock;

  private volatile PendingErasure state;
  private volatile @Nullable ToLongFunction<String> now;

  /** The next buckets; changed only by the current step. */
  private volatile List<BucketProgress> buckets = List.of();

  private volatile int page = MOST_EVENTS;

  /**
   * The progress in a bucket.
   *
   * @param before the seq after the events that remain to be checked; 0 if none remain
   */
  private record BucketProgress(PersonNamed bucket, long before) {}

  /**
   * Resumes an erasure.
   *
   * @param settle time after the erasure in which events of that user may still be appended
   */
  Erasing(
      PendingErasure erasure,
      RoomTables tables,
      NamedEvents events,
      Erasures erasures,
      Surroundings surroundings,
      Duration settle,
      InstantSource clock) {
    this.state = erasure;
    this.tables = tables;
    this.events = events;
    this.erasures = erasures;
    this.surroundings = surroundings;
    this.settle = settle;
    this.clock = clock;
  }

  /** The account's id. */
  String user() {
    return state.user();
  }

  @Override
  public Step next() {
    Attempt attempt = new Attempt(tables);
    CompletionStage<Left> left =
        step(attempt)
            .thenApply(
                done -> {
                  page = Math.min(MOST_EVENTS, page + Math.max(1, page / 8));
                  return done;
                });
    return new Step(
        left,
        () -> {
          attempt.giveUp();
          page = Math.max(1, page / 2);
        });
  }

  private CompletionStage<Left> step(Attempt attempt) {
    PendingErasure erasure = state;
    if (erasure.isSecond() && clock.millis() < erasure.erasedAt() + settle.toMillis()) {
      return CompletableFuture.completedFuture(Left.LATER);
    }
    ToLongFunction<String> ends = now;
    if (ends == null) {
      return awaitWriters();
    }
    return buckets.isEmpty() ? read(erasure, attempt) : erase(erasure, ends, attempt);
  }

  private CompletionStage<Left> awaitWriters() {
    return surroundings
        .written()
        .thenApply(
            ends -> {
              now = ends;
              return ends == null ? Left.LATER : Left.MORE;
            });
  }

  private CompletionStage<Left> read(PendingErasure erasure, Attempt attempt) {
    return events
        .named(erasure.user(), erasure.room(), erasure.bucket(), READ)
        .thenCompose(
            found -> {
              buckets =
                  found.stream().map(named -> new BucketProgress(named, Long.MAX_VALUE)).toList();
              return found.isEmpty()
                  ? attempt.ask(() -> end(erasure))
                  : CompletableFuture.completedFuture(Left.MORE);
            });
  }

  private CompletionStage<Left> end(PendingErasure erasure) {
    if (erasure.isSecond()) {
      return surroundings
          .tell(erasure)
          .thenCompose(told -> erasures.remove(erasure))
          .thenApply(
              removed -> {
                surroundings.done(this);
                return Left.NOTHING;
              });
    }
    PendingErasure second = erasure.second();
    return erasures
        .keep(second)
        .thenApply(
            kept -> {
              state = second;
              now = null;
              surroundings.again();
              return Left.MORE;
            });
  }

  /** Erases a page of some buckets, then stores the last bucket before which all are done. */
  private CompletionStage<Left> erase(
      PendingErasure erasure, ToLongFunction<String> ends, Attempt attempt) {
    List<BucketProgress> present = buckets;
    int limit = page;
    int count = Math.min(present.size(), Math.min(BUCKETS_AT_ONCE, limit));
    BucketProgress[] after = present.toArray(BucketProgress[]::new);
    List<Supplier<CompletionStage<Void>>> pages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i;
      pages.add(
          () ->
              erase(erasure, present.get(number), ends, limit, attempt)
                  .thenAccept(rest -> after[number] = rest));
    }
    return Tasks.atOnce(count, pages)
        .thenCompose(done -> attempt.ask(() -> keep(erasure, List.of(after))));
  }

  private CompletionStage<BucketProgress> erase(
      PendingErasure erasure,
      BucketProgress progress,
      ToLongFunction<String> ends,
      int limit,
      Attempt attempt) {
    PersonNamed bucket = progress.bucket();
    return progress.before() == 0
        ? CompletableFuture.completedFuture(progress)
        : new Erasure(attempt, events)
            .page(
                bucket,
                erasure.erasedAt(),
                ends.applyAsLong(bucket.room()),
                progress.before(),
                limit)
            .thenApply(before -> new BucketProgress(bucket, before));
  }

  private CompletionStage<Left> keep(PendingErasure erasure, List<BucketProgress> after) {
    int done = 0;
    while (done < after.size() && after.get(done).before() == 0) {
      done++;
    }
    List<BucketProgress> left = after.subList(done, after.size());
    if (done == 0) {
      buckets = left;
      return CompletableFuture.completedFuture(Left.MORE);
    }
    PersonNamed last = after.get(done - 1).bucket();
    PendingErasure further = erasure.after(last.room(), last.bucket());
    return erasures
        .keep(further)
        .thenApply(
            kept -> {
              state = further;
              buckets = left;
              return Left.MORE;
            });
  }

  @Override
  public String toString() {
    return "erasure of user=" + user();
  }
}
