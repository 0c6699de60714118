package chat.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Log, gateways, writers, tables and clients under random faults: no client loses, repeats or
 * reorders a message. {@code -Dsimulation.seeds=N} runs more of them, {@code -Dsimulation.seed=N}
 * only that one.
 */
class SimulationTest {

  private static final int SEEDS = Integer.getInteger("simulation.seeds", 10_000);
  private static final int FLOODS = Math.max(1, SEEDS / 50);
  private static final @Nullable Long SEED = Long.getLong("simulation.seed");

  /** The number of worlds with a planted mistake before it counts as not found. */
  private static final int PATIENCE = 3000;

  @Test
  void whatever_happens_each_client_gets_each_message_once_and_in_one_order() {
    run(SEEDS, false);
  }

  @Test
  void a_message_that_the_windows_have_forgotten_is_still_there_once() {
    run(FLOODS, true);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"NONE", "WALL_CLOCK_TIMESTAMPS"},
      mode = EnumSource.Mode.EXCLUDE)
  void a_planted_mistake_is_found(Fault fault) {
    assertThat(firstViolation(fault, false)).isNotNull();
  }

  @Test
  void a_write_that_carries_the_time_of_day_is_found() {
    assertThat(firstViolation(Fault.WALL_CLOCK_TIMESTAMPS, true)).isNotNull();
  }

  @Test
  void much_happens_in_the_worlds() {
    long acks = 0;
    long doubles = 0;
    long replayed = 0;
    long read = 0;
    long changes = 0;
    long putOut = 0;
    for (long seed = 0; seed < 500; seed++) {
      World world = new World(seed, Fault.NONE, false, null);
      assertThat(world.run()).isNull();
      acks += world.invariants().tally().acks();
      replayed += world.invariants().tally().replayed();
      read += world.invariants().tally().read();
      changes += world.invariants().tally().changes();
      putOut += world.invariants().tally().timesPutOut();
      doubles += world.log().truth().doubles();
    }
    assertThat(acks).isGreaterThan(1000);
    assertThat(doubles).isGreaterThan(10);
    assertThat(replayed).isGreaterThan(100);
    assertThat(read).isGreaterThan(4000);
    assertThat(changes).isGreaterThan(60);
    assertThat(putOut).isGreaterThan(5);
  }

  @Test
  void a_seed_decides_all() {
    for (long seed = 0; seed < 20; seed++) {
      assertThat(trace(seed, Fault.NONE, false)).isEqualTo(trace(seed, Fault.NONE, false));
    }
  }

  private static void run(int seeds, boolean floods) {
    if (SEED != null) {
      check(SEED, floods);
      return;
    }
    for (long seed = 0; seed < seeds; seed++) {
      check(seed, floods);
    }
  }

  private static void check(long seed, boolean floods) {
    String violation = violation(seed, Fault.NONE, floods);
    if (violation != null) {
      List<String> trace = trace(seed, Fault.NONE, floods);
      throw new AssertionError(
          "seed " + seed + ": " + violation + "\n  " + String.join("\n  ", trace));
    }
  }

  private static @Nullable String firstViolation(Fault fault, boolean floods) {
    for (long seed = 0; seed < PATIENCE; seed++) {
      String violation = violation(seed, fault, floods);
      if (violation != null) {
        return "seed " + seed + ": " + violation;
      }
    }
    return null;
  }

  private static @Nullable String violation(long seed, Fault fault, boolean floods) {
    return new World(seed, fault, floods, null).run();
  }

  private static List<String> trace(long seed, Fault fault, boolean floods) {
    List<String> trace = new ArrayList<>();
    String violation = new World(seed, fault, floods, trace).run();
    trace.add(String.valueOf(violation));
    return trace;
  }
}
