package chat.gateway.room;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Combines look-ups that arrive while others are running: the first run alone and at once, later
 * ones in batches. Safe for use by several threads.
 */
final class Batches<Q, A> {

  private record Asked<Q, A>(Q question, CompletableFuture<A> answer) {}

  private final int atOnce;
  private final int max;
  private final Function<List<Q>, CompletionStage<Map<Q, A>>> ask;
  private final Queue<Asked<Q, A>> waiting = new ArrayDeque<>();
  private int running;

  /**
   * No look-ups yet.
   *
   * @param atOnce maximum number of batches in flight
   * @param max maximum number of look-ups in a batch
   * @param ask answers a batch of distinct questions
   */
  Batches(int atOnce, int max, Function<List<Q>, CompletionStage<Map<Q, A>>> ask) {
    this.atOnce = atOnce;
    this.max = max;
    this.ask = ask;
  }

  /** Looks one thing up. Two equal questions are two look-ups. */
  CompletableFuture<A> get(Q question) {
    CompletableFuture<A> answer = new CompletableFuture<>();
    synchronized (this) {
      waiting.add(new Asked<>(question, answer));
    }
    begin();
    return answer;
  }

  private void begin() {
    List<Asked<Q, A>> batch = next();
    if (batch.isEmpty()) {
      return;
    }
    answers(batch.stream().map(Asked::question).distinct().toList())
        .whenComplete(
            (answers, error) -> {
              synchronized (this) {
                running--;
              }
              begin();
              for (Asked<Q, A> asked : batch) {
                if (error == null) {
                  asked.answer.complete(Objects.requireNonNull(answers.get(asked.question)));
                } else {
                  asked.answer.completeExceptionally(error);
                }
              }
            });
  }

  private synchronized List<Asked<Q, A>> next() {
    List<Asked<Q, A>> batch = new ArrayList<>();
    while (running < atOnce && batch.size() < max && !waiting.isEmpty()) {
      batch.add(waiting.remove());
    }
    running += batch.isEmpty() ? 0 : 1;
    return batch;
  }

  private CompletionStage<Map<Q, A>> answers(List<Q> questions) {
    try {
      return ask.apply(questions);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }
}
