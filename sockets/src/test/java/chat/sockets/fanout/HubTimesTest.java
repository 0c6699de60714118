package chat.sockets.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import chat.sockets.budget.ClientMemory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class HubTimesTest {

  private static final Instant STEADY = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant DAY_TIME = Instant.parse("2026-01-01T01:00:00Z");

  @Test
  void facts_tell_the_time_of_day_also_after_it_was_set() {
    Hub hub =
        new Hub(
            1,
            OneShard.SETTINGS,
            new ClientMemory(1 << 20),
            () -> STEADY,
            () -> DAY_TIME,
            new SimpleMeterRegistry());
    TestHub.join("a", TestHub.connection(hub));
    hub.step(0);

    CompletableFuture<DeliveryFacts> asked = hub.deliveries("a", 1, "u");
    hub.step(0);

    DeliveryFacts facts = asked.join();
    assertThat(facts.since()).isEqualTo(DAY_TIME.toEpochMilli());
    assertThat(facts.subscriptions())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.joinedAt()).isEqualTo(DAY_TIME.toEpochMilli());
              assertThat(one.endedAt()).isZero();
              assertThat(one.connection().openedAt()).isEqualTo(DAY_TIME.toEpochMilli());
            });
  }
}
