package chat.infra.prove.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which faults scenarios and the random mix have. */
class ScenarioTest {

  private static final List<String> PARTS = List.of("kafka", "redis", "s3", "gateway-1");
  private static final List<String> BROKERS =
      List.of("kafka-1", "kafka-2", "kafka-3", "redis", "s3", "gateway-1");
  private static final int MANY = 2000;

  private final Faults faults =
      new Faults(
          new Parts(Path.of("chat"), Path.of("data")),
          new Clocks(Path.of("clocks")),
          noProxies(),
          () -> {});

  @Test
  void each_of_three_brokers_stands_still_for_longer_than_its_session() {
    assertThat(Scenario.BROKERS.faults(faults, BROKERS))
        .filteredOn(fault -> fault.lasts().compareTo(Duration.ofSeconds(4)) > 0)
        .extracting(Fault::name)
        .contains("pause kafka-1", "pause kafka-2", "pause kafka-3");
  }

  @Test
  void a_mix_has_every_fault_of_every_scenario_that_its_system_allows() {
    assertThat(mixed(PARTS, Set.of(), 7)).isEqualTo(all(PARTS));
    assertThat(mixed(BROKERS, Set.of(), 7)).isEqualTo(all(BROKERS));
    assertThat(mixed(PARTS, Set.of(Scenario.DISK), 7))
        .isNotEmpty()
        .noneMatch(name -> name.contains("disk"));
    assertThat(mixed(List.of("redis"), Set.of(), 7)).isEqualTo(all(List.of("redis")));
  }

  @Test
  void a_clock_is_wrong_in_both_directions_and_of_one_part_at_a_time() {
    assertThat(Scenario.CLOCKS.faults(faults, List.of("gateway-1", "gateway-2", "kafka")))
        .extracting(Fault::name)
        .containsExactly(
            "clock of gateway-1 10 min ahead",
            "clock of gateway-1 10 min behind",
            "clock of kafka 10 min ahead",
            "clock of kafka 10 min behind");
  }

  @Test
  void a_seed_repeats_the_order_and_the_times_of_a_mix() {
    assertThat(sequence(7)).isEqualTo(sequence(7)).isNotEqualTo(sequence(8));
  }

  @Test
  void a_fault_of_a_mix_lasts_up_to_half_longer_than_in_its_scenario() {
    Iterator<Fault> mix = Scenario.mix(faults, PARTS, Set.of(), 7);

    assertThat(Stream.generate(mix::next).limit(MANY).map(Fault::lasts))
        .allMatch(time -> time.compareTo(Duration.ofSeconds(27)) < 0)
        .anyMatch(time -> time.compareTo(Duration.ofSeconds(14)) > 0)
        .anyMatch(time -> !time.isZero() && time.compareTo(Duration.ofSeconds(1)) < 0);
  }

  private static BrokerProxies noProxies() {
    try {
      return new BrokerProxies(0, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Set<String> mixed(List<String> parts, Set<Scenario> impossible, long seed) {
    Iterator<Fault> mix = Scenario.mix(faults, parts, impossible, seed);
    return Stream.generate(mix::next).limit(MANY).map(Fault::name).collect(Collectors.toSet());
  }

  private Set<String> all(List<String> parts) {
    return Stream.of(Scenario.values())
        .flatMap(scenario -> scenario.faults(faults, parts).stream())
        .map(Fault::name)
        .collect(Collectors.toSet());
  }

  private List<String> sequence(long seed) {
    Iterator<Fault> mix = Scenario.mix(faults, PARTS, Set.of(), seed);
    return IntStream.range(0, 50)
        .mapToObj(i -> mix.next())
        .map(fault -> fault.name() + " " + fault.lasts())
        .toList();
  }
}
