package chat.writer.work;

import static org.assertj.core.api.Assertions.assertThat;

import chat.writer.work.Step.Left;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkQueueTest {

  private static final Duration SHORT = Duration.ofMillis(5);
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final int MORE_THAN_AT_ONCE = 5;

  private WorkQueue queue = new WorkQueue("works", LONG, SHORT, SHORT);
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  @AfterEach
  void close() {
    queue.close();
  }

  @Test
  void a_long_work_does_not_delay_another() throws Exception {
    for (int i = 0; i < MORE_THAN_AT_ONCE; i++) {
      queue.add(named(() -> step(done.isDone() ? Left.NOTHING : Left.MORE)));
    }
    queue.add(this::finish);

    awaitDone();
  }

  @Test
  void works_that_throw_do_not_block_others() throws Exception {
    for (int i = 0; i < MORE_THAN_AT_ONCE; i++) {
      queue.add(
          named(
              () -> {
                throw new IllegalStateException("can't begin");
              }));
    }
    queue.add(this::finish);

    awaitDone();
  }

  @Test
  void a_work_that_throws_is_done_again() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    queue.add(
        () -> {
          if (tries.incrementAndGet() < 3) {
            throw new IllegalStateException("not yet");
          }
          return finish();
        });

    awaitDone();
    assertThat(tries).hasValue(3);
  }

  @Test
  void a_step_that_takes_too_long_is_given_up_and_done_again() throws Exception {
    queue = new WorkQueue("works", SHORT, SHORT, SHORT);
    AtomicBoolean isGivenUp = new AtomicBoolean();
    queue.add(
        () ->
            isGivenUp.get()
                ? finish()
                : new Step(new CompletableFuture<>(), () -> isGivenUp.set(true)));

    awaitDone();
  }

  @Test
  void a_work_that_is_told_of_more_within_its_step_does_one_more() throws Exception {
    CompletableFuture<Left> first = new CompletableFuture<>();
    AtomicInteger steps = new AtomicInteger();
    Work work =
        () -> steps.incrementAndGet() == 1 ? new Step(first, WorkQueueTest::nothing) : finish();
    queue.add(work);
    queue.add(work);
    queue.add(
        () -> {
          first.complete(Left.NOTHING);
          return step(Left.NOTHING);
        });

    awaitDone();
  }

  private void awaitDone() throws Exception {
    assertThat(done.get(20, TimeUnit.SECONDS)).isNull();
  }

  private Step finish() {
    done.complete(null);
    return step(Left.NOTHING);
  }

  private static Step step(Left left) {
    return new Step(CompletableFuture.completedFuture(left), WorkQueueTest::nothing);
  }

  private static void nothing() {}

  /** A distinct work that delegates to a shared one. */
  private static Work named(Work work) {
    return new Work() {
      @Override
      public Step next() {
        return work.next();
      }
    };
  }
}
