package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Joins of hundreds of rooms that a gateway does not know yet. */
@Isolated // ends a gateway
@ExtendWith(RunningSystem.class)
class MassResumeTest {

  private static final int CLIENTS = 100;
  private static final int ROOMS = 60;

  private final ChatSystem system;
  private final String name = "mass-" + UUID.randomUUID().toString().substring(0, 8);

  MassResumeTest(ChatSystem system) {
    this.system = system;
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 1000})
  void rooms_that_a_gateway_does_not_know_are_joined_by_one_connect(int rooms) {
    Person ann = Person.register(system, "ann");
    List<String> names = rooms(0, rooms);
    try (SocketClient one = connect(system.gateway(1), ann.user(), fresh(names))) {
      Map<String, Long> made = joined(one, rooms);

      try (SocketClient two = connect(system.gateway(2), ann.user(), fresh(names))) {
        assertThat(joined(two, rooms)).containsExactlyInAnyOrderEntriesOf(made);
      }
    }
  }

  @Test
  void the_clients_of_a_dead_gateway_come_back_to_another_with_all_their_rooms() {
    List<User> users =
        IntStream.range(0, CLIENTS / 10)
            .mapToObj(i -> Person.register(system, "ann").user())
            .toList();
    List<Map<String, Long>> before = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      User user = users.get(i % users.size());
      try (SocketClient client = connect(system.gateway(2), user, fresh(rooms(i * ROOMS, ROOMS)))) {
        before.add(joined(client, ROOMS));
      }
    }
    system.run("kill", "gateway-2");
    List<SocketClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < CLIENTS; i++) {
        Map<String, Map<String, Long>> resumed =
            before.get(i).entrySet().stream()
                .collect(
                    Collectors.toMap(Map.Entry::getKey, room -> Map.of("after", room.getValue())));
        clients.add(connect(system.gateway(1), users.get(i % users.size()), resumed));
      }
      for (int i = 0; i < CLIENTS; i++) {
        assertThat(joined(clients.get(i), ROOMS)).containsExactlyInAnyOrderEntriesOf(before.get(i));
      }
    } finally {
      clients.forEach(SocketClient::close);
      system.run("start", "gateway-2");
    }
  }

  @Test
  void a_gateway_is_unavailable_until_it_is_ready() {
    Person ann = Person.register(system, "ann");
    system.run("kill", "gateway-2");
    CompletableFuture<String> starting =
        CompletableFuture.supplyAsync(() -> system.run("start", "gateway-2"));
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              asksTooEarly(ann);
              return starting.isDone();
            });
    starting.join();

    try (SocketClient client = connect(system.gateway(2), ann.user(), fresh(List.of(name)))) {
      assertThat(joined(client, 1)).containsOnlyKeys(name);
    }
    assertThat(ann.two().get("/api/messages?room=" + name).status()).isEqualTo(200);
  }

  private void asksTooEarly(Person person) {
    try {
      Rest.Answer answer = person.two().get("/api/users/online?room=" + name);
      assertThat(answer.status()).isIn(404, 503);
    } catch (UncheckedIOException notListening) {
      // It is not up yet.
    }
  }

  private List<String> rooms(int from, int count) {
    return IntStream.range(from, from + count).mapToObj(i -> name + "-" + i).toList();
  }

  private static Map<String, Map<String, Long>> fresh(List<String> rooms) {
    return rooms.stream().collect(Collectors.toMap(Function.identity(), room -> Map.of()));
  }

  private static SocketClient connect(
      URI gateway, User user, Map<String, Map<String, Long>> rooms) {
    SocketClient client = SocketClient.open(gateway);
    client.send(Map.of("type", "connect", "token", user.token(), "rooms", rooms));
    client.next("connected");
    return client;
  }

  /** The last event of each joined room; no other frames come. */
  private static Map<String, Long> joined(SocketClient client, int count) {
    Map<String, Long> joined = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      JsonNode frame = client.next("joined");
      assertThat(frame.path("recovered").asBoolean(true)).isTrue();
      joined.put(frame.path("room").stringValue(), frame.path("seq").longValue());
    }
    return joined;
  }
}
