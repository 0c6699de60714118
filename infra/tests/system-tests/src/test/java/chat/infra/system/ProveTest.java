package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.prove.Plan;
import chat.infra.prove.Run;
import chat.infra.prove.fault.BrokerProxies;
import chat.infra.prove.fault.Clocks;
import chat.infra.prove.fault.Faults;
import chat.infra.prove.fault.Parts;
import chat.infra.prove.fault.Scenario;
import chat.infra.prove.judge.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What {@code ./chat prove} does, in short: users talk during faults, and a judge looks at all. */
@Isolated // ends parts of the system
@ExtendWith(RunningSystem.class)
class ProveTest {

  private static final Plan PLAN =
      new Plan(20, 0, 40, 1, Duration.ofSeconds(3), Duration.ofSeconds(4), Duration.ofMinutes(10));

  /** A fraction of the messages that are due before the first fault. */
  private static final long ENOUGH = 50;

  private final ChatSystem system;

  ProveTest(ChatSystem system) {
    this.system = system;
  }

  @Test
  void no_promise_is_broken_while_a_gateway_dies_and_the_log_stands_still(@TempDir Path directory)
      throws Exception {
    Parts parts = new Parts(ChatSystem.root().resolve("chat"), system.data());
    Run run =
        new Run(
            List.of(system.gateway(1), system.gateway(2)),
            ChatSystem.SERVICE_KEY,
            PLAN,
            directory.resolve("history"),
            line -> {});

    Verdict verdict;
    try (BrokerProxies none = new BrokerProxies(0, 0)) {
      verdict =
          run.carryOut(
              devices ->
                  Scenario.SHORT
                      .faults(
                          new Faults(parts, new Clocks(directory), none, devices::cut),
                          parts.names())
                      .iterator());
    }

    assertThat(verdict.findings().lines()).isEmpty();
    assertThat(verdict.acknowledged()).isGreaterThan(ENOUGH);
    assertThat(verdict.faults()).hasSize(3);
  }
}
