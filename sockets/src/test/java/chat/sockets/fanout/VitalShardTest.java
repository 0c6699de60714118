package chat.sockets.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import chat.sockets.budget.ClientMemory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class VitalShardTest {

  private static final FanOutSettings SETTINGS =
      new FanOutSettings(
          DataSize.ofMegabytes(1),
          1000,
          4,
          Duration.ofMillis(20),
          1,
          Duration.ofMinutes(1),
          Duration.ofMinutes(1));

  @Test
  void a_shard_that_ended_is_told_of_and_keeps_no_other_thread_waiting() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Hub hub =
        new Hub(
            1,
            SETTINGS,
            new ClientMemory(1 << 20),
            InstantSource.system(),
            new SimpleMeterRegistry());
    hub.start();
    assertThat(hub.ended()).isEmpty();
    Shard shard = hub.shards().get(0);
    shard.execute(
        () -> {
          begun.countDown();
          throw new StackOverflowError("planted");
        });
    begun.await();
    for (int i = 0; i < 10; i++) {
      // Would wait for room for ever.
      shard.deliverWatched("a", Frame.text(new byte[0]));
    }
    shard.stop();

    assertThat(hub.ended()).containsExactly("shard-0");
  }
}
