package chat.edge.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class LoopTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration LONG = Duration.ofHours(1);

  private final AtomicInteger rounds = new AtomicInteger();
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch finished = new CountDownLatch(1);
  private final CountDownLatch interrupted = new CountDownLatch(1);

  @Test
  void it_repeats_its_round_until_it_is_stopped_and_finishes() throws Exception {
    Loop loop =
        new Counting(PATIENCE) {
          @Override
          protected Duration round() {
            if (rounds.incrementAndGet() == 3) {
              reached.countDown();
              return LONG;
            }
            return Duration.ZERO;
          }
        };
    assertThat(loop.isRunning()).isFalse();
    loop.start();
    assertThat(loop.isRunning()).isTrue();
    await(reached);
    loop.stop();

    assertThat(rounds).hasValue(3);
    assertThat(finished.getCount()).as("a stop waits for the last round").isZero();
    assertThat(loop.isRunning()).isFalse();
    assertThat(loop.ended()).isEmpty();
  }

  @Test
  void a_round_can_be_the_last_one() throws Exception {
    Loop loop =
        new Counting(PATIENCE) {
          @Override
          protected Duration round() {
            end();
            return LONG;
          }
        };
    loop.start();
    await(finished);
    assertThat(loop.isRunning()).isFalse();
    assertThat(loop.ended()).isEmpty();
  }

  @Test
  void a_round_that_lasts_longer_than_a_stop_waits_is_interrupted() throws Exception {
    Loop loop =
        new Counting(Duration.ofMillis(1)) {
          @Override
          protected Duration round() throws InterruptedException {
            reached.countDown();
            try {
              await(new CountDownLatch(1));
            } catch (InterruptedException e) {
              interrupted.countDown();
              throw e;
            }
            return Duration.ZERO;
          }
        };
    loop.start();
    await(reached);
    loop.stop();
    await(interrupted);
    assertThat(finished.getCount()).isOne();
  }

  @Test
  void a_round_that_throws_ends_a_vital_thread() throws Exception {
    Loop loop =
        new Counting(PATIENCE) {
          @Override
          protected Duration round() {
            Thread.currentThread().setUncaughtExceptionHandler((thread, error) -> {});
            throw new IllegalStateException("planted by a test");
          }
        };
    assertThat(loop.ended()).isEmpty();
    loop.start();
    Awaitility.await().atMost(PATIENCE).until(() -> loop.ended().findAny().isPresent());
    assertThat(loop.ended()).containsExactly("counting");
    assertThat(loop.isRunning()).isTrue();
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
  }

  private abstract class Counting extends Loop {

    Counting(Duration stopPatience) {
      super("counting", stopPatience);
    }

    @Override
    protected void finish() {
      finished.countDown();
    }
  }
}
