package chat.presence.tracking;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** {@code -Dsimulation.seed=N} replays one seed, {@code -Dsimulation.seeds=N} sets their number. */
class PresenceSimulationTest {

  private static final int STEPS = 3_000;

  @Test
  void presence_is_published_in_time_while_only_gateways_die() {
    run(false, true, PresenceWorld.LINGER);
  }

  @Test
  void the_published_presence_becomes_right_whatever_happens_to_trackers_and_store() {
    run(true, true, PresenceWorld.LINGER);
  }

  @Test
  void the_simulation_finds_a_gateway_that_does_not_announce_its_sessions_again() {
    assertThatThrownBy(() -> run(true, false, PresenceWorld.LINGER))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void the_simulation_finds_sessions_that_end_too_soon() {
    assertThatThrownBy(() -> run(false, true, PresenceWorld.LINGER / 2))
        .isInstanceOf(AssertionError.class);
  }

  private static void run(boolean stormy, boolean announces, long linger) {
    Long one = Long.getLong("simulation.seed");
    long first = one == null ? 0 : one;
    long end = one == null ? Long.getLong("simulation.presence.seeds", 300) : one + 1;
    for (long seed = first; seed < end; seed++) {
      try {
        new PresenceWorld(seed, stormy, announces, linger).run(STEPS);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("-Dsimulation.seed=" + seed + ": " + e.getMessage(), e);
      }
    }
  }
}
