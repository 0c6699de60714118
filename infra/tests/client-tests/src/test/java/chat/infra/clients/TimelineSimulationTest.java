package chat.infra.clients;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.clients.NodeRuntime.Ended;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/**
 * A store stays equal to the log of a scripted gateway, whatever fails when. {@code
 * -Dclient.timelines=N} takes more seeds, {@code -Dclient.seed=N} begins with this one.
 */
final class TimelineSimulationTest {

  private static final int SEEDS = Integer.getInteger("client.timelines", 15);
  private static final long FIRST =
      Long.getLong("client.seed", ThreadLocalRandom.current().nextLong(1 << 20));
  private static final Duration PER_SEED = Duration.ofSeconds(30);

  @Test
  void timelines_are_equal_to_the_log_after_any_failures() {
    Ended ended =
        NodeRuntime.run(
            NodeRuntime.command(
                "infra/tests/client-tests/src/test/js/timelines.mjs", "" + FIRST, "" + SEEDS),
            ".",
            PER_SEED.multipliedBy(SEEDS));
    assertThat(ended.code()).as(ended.output()).isZero();
  }
}
