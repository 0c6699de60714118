package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** Both gateways are replaced one after the other while people talk. */
@Isolated // ends parts of the system
@ExtendWith(RunningSystem.class)
class RollingRestartTest {

  private static final int CLIENTS = 8;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final ChatSystem system;
  private final String room = "rolling-" + UUID.randomUUID();
  private final String quiet = room + "-quiet";

  RollingRestartTest(ChatSystem system) {
    this.system = system;
  }

  @Test
  void a_rolling_restart_of_all_gateways_under_load_loses_and_doubles_nothing() {
    int saidBefore = system.said().size();
    List<URI> gateways = List.of(system.gateway(1), system.gateway(2));
    List<Wanderer> clients =
        IntStream.range(0, CLIENTS).mapToObj(number -> wanderer(gateways, number)).toList();
    try {
      await()
          .atMost(PATIENCE)
          .until(() -> clients.stream().allMatch(client -> client.acknowledged().size() > 5));
      User alice = User.register(new Rest(system.gateway(2), null), "alice");
      PollingClient polling = PollingClient.connect(gateways.subList(0, 1), auth(alice));
      String pid = polling.connected().path("pid").stringValue();
      polling.ask("join", Map.of("room", quiet));
      say(alice, "before");
      assertThat(polling.message().path("content").stringValue()).isEqualTo("before");
      CompletableFuture<Void> closed = CompletableFuture.runAsync(polling::awaitClose);
      restart("gateway-1", clients);
      closed.join();
      say(alice, "meanwhile");
      goesOn(alice, pid, polling);
      restart("gateway-2", clients);
      clients.forEach(Wanderer::fallSilent);
      await()
          .atMost(PATIENCE)
          .until(() -> clients.stream().allMatch(client -> hasAll(client, clients)));
    } finally {
      clients.forEach(Wanderer::close);
    }

    clients.forEach(client -> assertThat(client.places()).isSorted().doesNotHaveDuplicates());
    assertThat(clients)
        .allMatch(client -> Set.copyOf(client.endings()).equals(Set.of("reconnect")));
    List<String> said = system.said();
    assertThat(said.subList(saidBefore, said.size()))
        .filteredOn(line -> line.contains("gateway-1 ended") || line.contains("gateway-2 ended"))
        .hasSizeGreaterThanOrEqualTo(2)
        .allMatch(line -> line.contains("exit code 0"));
  }

  private static Map<String, Object> auth(User user) {
    return Map.of("token", user.token());
  }

  private void say(User user, String content) {
    Rest calls = new Rest(system.gateway(2), user.token());
    assertThat(calls.post("/api/messages", Map.of("room", quiet, "content", content)).status())
        .isEqualTo(201);
  }

  /** A Socket.IO client recovers with its session and the last offset. */
  private void goesOn(User user, String pid, PollingClient closed) {
    Map<String, Object> auth = new HashMap<>(auth(user));
    auth.put("pid", pid);
    auth.put("offset", Objects.requireNonNull(closed.offset()));
    PollingClient back = PollingClient.connect(List.of(system.gateway(2)), auth);
    assertThat(back.connected().path("pid").stringValue()).isEqualTo(pid);
    assertThat(back.message().path("content").stringValue()).isEqualTo("meanwhile");
    assertThat(back.messages()).isEmpty();
  }

  private Wanderer wanderer(List<URI> gateways, int number) {
    User user = User.register(new Rest(system.gateway(1), null), "roll");
    return new Wanderer(gateways, number, user, room, "client-" + number);
  }

  private void restart(String gateway, List<Wanderer> clients) {
    long ends = ends(gateway);
    system.terminate(gateway);
    await().atMost(PATIENCE).until(() -> ends(gateway) > ends);
    system.run("start", gateway);
    List<Integer> before = clients.stream().map(client -> client.acknowledged().size()).toList();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                IntStream.range(0, CLIENTS)
                    .allMatch(i -> clients.get(i).acknowledged().size() > before.get(i) + 5));
  }

  private long ends(String gateway) {
    return system.said().stream().filter(line -> line.contains(gateway + " ended")).count();
  }

  /** Whether a client got all acknowledged messages of all clients. */
  private static boolean hasAll(Wanderer client, List<Wanderer> clients) {
    List<Long> acknowledged = new ArrayList<>();
    clients.forEach(other -> acknowledged.addAll(other.acknowledged()));
    return Set.copyOf(client.places()).containsAll(acknowledged);
  }
}
