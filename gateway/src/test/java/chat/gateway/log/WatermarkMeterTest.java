package chat.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WatermarkMeterTest {

  @Test
  void a_gateway_lives_without_the_thread_of_a_gauge() throws Throwable {
    try (RunningFeed running = new RunningFeed(RealLog.shared())) {
      ThreadKiller killer = new ThreadKiller();
      WatermarkMeter meter =
          new WatermarkMeter(
              running.feed,
              killer,
              new StoredTimes(),
              InstantSource.system(),
              new SimpleMeterRegistry());
      meter.start();
      assertThat(killer.asked.await(20, TimeUnit.SECONDS)).isTrue();
      killer.thread.join(20_000);

      assertThat(killer.thread.isAlive()).isFalse();
      assertThat(meter.ended()).isEmpty();
      meter.stop();
    }
  }

  /** Ends the thread that asks for a watermark. */
  private static final class ThreadKiller implements LogPositions {

    final CountDownLatch asked = new CountDownLatch(1);
    volatile Thread thread = Thread.currentThread();

    @Override
    public CompletableFuture<Long> watermark(PartitionLog log) {
      thread = Thread.currentThread();
      thread.setUncaughtExceptionHandler((ended, error) -> {});
      asked.countDown();
      throw new AssertionError("planted");
    }

    @Override
    public CompletableFuture<Long> caughtUp(PartitionLog log) {
      throw new AssertionError("not asked");
    }

    @Override
    public CompletableFuture<Void> allCaughtUp() {
      throw new AssertionError("not asked");
    }

    @Override
    public CompletableFuture<Set<Integer>> behind(Duration patience) {
      throw new AssertionError("not asked");
    }
  }
}
