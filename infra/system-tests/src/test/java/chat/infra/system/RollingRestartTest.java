package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Both gateways are replaced one after the other while people talk. */
@ExtendWith(RunningSystem.class)
class RollingRestartTest {

  private static final int CLIENTS = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ChatSystem system;
  private final String room = "rolling-" + UUID.randomUUID();

  RollingRestartTest(ChatSystem system) {
    this.system = system;
  }

  @Test
  void a_rolling_restart_of_all_gateways_under_load_loses_and_doubles_nothing() {
    List<URI> gateways = List.of(system.gateway(1), system.gateway(2));
    List<Wanderer> clients =
        IntStream.range(0, CLIENTS).mapToObj(number -> wanderer(gateways, number)).toList();
    try {
      await(() -> clients.stream().allMatch(client -> client.acknowledged().size() > 5));
      restart("gateway-1", clients);
      restart("gateway-2", clients);
      clients.forEach(Wanderer::fallSilent);
      await(() -> clients.stream().allMatch(client -> hasAll(client, clients)));
    } finally {
      clients.forEach(Wanderer::close);
    }

    clients.forEach(client -> assertThat(client.places()).isSorted().doesNotHaveDuplicates());
    assertThat(clients)
        .allMatch(client -> Set.copyOf(client.endings()).equals(Set.of("reconnect")));
    assertThat(system.said())
        .filteredOn(line -> line.contains("gateway-1 ended") || line.contains("gateway-2 ended"))
        .hasSizeGreaterThanOrEqualTo(2)
        .allMatch(line -> line.contains("exit code 0"));
  }

  private Wanderer wanderer(List<URI> gateways, int number) {
    User user = User.register(new Rest(system.gateway(1), null), "roll");
    return new Wanderer(gateways, number, user, room, "client-" + number);
  }

  private void restart(String gateway, List<Wanderer> clients) {
    long ends = ends(gateway);
    system.terminate(gateway);
    await(() -> ends(gateway) > ends);
    system.run("start", gateway);
    List<Integer> before = clients.stream().map(client -> client.acknowledged().size()).toList();
    await(
        () ->
            IntStream.range(0, CLIENTS)
                .allMatch(i -> clients.get(i).acknowledged().size() > before.get(i) + 5));
  }

  private long ends(String gateway) {
    return system.said().stream().filter(line -> line.contains(gateway + " ended")).count();
  }

  /** Whether a client got all that any client was acknowledged. */
  private static boolean hasAll(Wanderer client, List<Wanderer> clients) {
    List<Long> acknowledged = new ArrayList<>();
    clients.forEach(other -> acknowledged.addAll(other.acknowledged()));
    return Set.copyOf(client.places()).containsAll(acknowledged);
  }

  private static void await(BooleanSupplier condition) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time is up").isLessThan(until);
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }
}
