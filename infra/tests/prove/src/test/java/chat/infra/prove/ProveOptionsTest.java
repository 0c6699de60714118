package chat.infra.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.infra.prove.fault.Scenario;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The command line of {@code ./chat prove}. */
class ProveOptionsTest {

  @Test
  void without_options_each_part_is_killed_once() {
    ProveOptions options = ProveOptions.parse(List.of());

    assertThat(options.scenarios()).containsExactly(Scenario.KILL);
    assertThat(options.isMix()).isFalse();
    assertThat(options.at()).isEmpty();
    assertThat(options.title()).isEqualTo("kill, seed 1");
  }

  @Test
  void values_follow_their_option_or_an_equals_sign() {
    ProveOptions options = ProveOptions.parse(List.of("--minutes", "3", "--seed=7"));

    assertThat(options.isMix()).isTrue();
    assertThat(options.plan().most()).isEqualTo(Duration.ofMinutes(3));
    assertThat(options.plan().seed()).isEqualTo(7);
    assertThat(options.title()).isEqualTo("random mix of 3 min, seed 7");
  }

  @Test
  void a_given_installation_has_load_and_no_faults() {
    ProveOptions options = ProveOptions.parse(List.of("--minutes", "3", "--at=http://a,http://b"));

    assertThat(options.at()).containsExactly(URI.create("http://a"), URI.create("http://b"));
    assertThat(options.isMix()).isFalse();
    assertThat(options.scenarios()).containsExactly(Scenario.NONE);
    assertThat(options.title()).isEqualTo("180 s of load without faults, seed 1");
    assertThatThrownBy(() -> ProveOptions.parse(List.of("--at=http://a", "--scenario=kill")))
        .hasMessage("--scenario: kill (expected: none with --at)");
    assertThatThrownBy(() -> ProveOptions.parse(List.of("--at=http://a", "--parts=kafka")))
        .hasMessage("--parts: kafka (expected: nothing with --at)");
  }

  @Test
  void scenarios_follow_each_other() {
    ProveOptions options = ProveOptions.parse(List.of("--scenario=rolling,redis", "--most=90"));

    assertThat(options.scenarios()).containsExactly(Scenario.ROLLING, Scenario.REDIS);
    assertThat(options.plan().most()).isEqualTo(Duration.ofSeconds(90));
    assertThat(options.title()).isEqualTo("rolling, redis, seed 1");
  }

  @Test
  void the_scenario_of_brokers_has_three_of_them() {
    assertThat(ProveOptions.parse(List.of("--scenario=brokers")).brokers()).isEqualTo(3);
    assertThat(ProveOptions.parse(List.of()).brokers()).isEqualTo(1);
    assertThat(ProveOptions.parse(List.of("--brokers=3", "--minutes=1")).brokers()).isEqualTo(3);
  }

  @Test
  void a_soak_lasts_as_long_as_is_said_and_is_no_mix() {
    ProveOptions options = ProveOptions.parse(List.of("--scenario=soak", "--minutes=4"));

    assertThat(options.isSoak()).isTrue();
    assertThat(options.isMix()).isFalse();
    assertThat(options.title()).isEqualTo("soak of 4 min, seed 1");
    assertThat(ProveOptions.parse(List.of("--scenario=soak")).plan().most())
        .isEqualTo(Duration.ofMinutes(60));
    refuses("--scenario=soak,kill", "--scenario: soak (expected: alone)");
  }

  @Test
  void only_runs_that_need_it_change_the_network_or_the_clocks() {
    assertThat(ProveOptions.parse(List.of("--scenario=cuts")))
        .matches(ProveOptions::cutsBrokers)
        .matches(options -> options.brokers() == 3 && options.brokerPort() == 9192);
    assertThat(ProveOptions.parse(List.of("--scenario=brokers"))).matches(o -> !o.cutsBrokers());
    assertThat(ProveOptions.parse(List.of("--minutes=1", "--brokers=3")))
        .matches(ProveOptions::cutsBrokers)
        .matches(ProveOptions::setsClocks);
    assertThat(ProveOptions.parse(List.of("--scenario=kill"))).matches(o -> !o.setsClocks());
  }

  @Test
  void a_wrong_option_is_refused_with_what_was_expected() {
    refuses("--speed", "--speed (expected: --NAME VALUE, of scenario, minutes");
    refuses("--seed", "--seed needs a value");
    refuses("--seed=x", "--seed: x (expected: a whole number)");
    refuses("--scenario=x", "--scenario: x (expected: one of none, kill, pause");
    refuses("--port=22756", "--port: 22756 (expected: <= 22755, or ports");
    refuses("--rate=0", "rate: 0 (expected: > 0)");
  }

  @Test
  void help_names_each_scenario_and_option() {
    assertThat(ProveOptions.help())
        .anyMatch(line -> line.contains("rolling"))
        .anyMatch(line -> line.contains("--listeners"));
  }

  private static void refuses(String word, String reason) {
    assertThatThrownBy(() -> ProveOptions.parse(List.of(word)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }
}
