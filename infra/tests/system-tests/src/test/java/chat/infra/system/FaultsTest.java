package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;

/** The failure of a part: users notice no more than a delay. */
@Isolated // ends parts of the system
@ExtendWith(RunningSystem.class)
class FaultsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** By then the sessions of a dead gateway are gone, and an emptied store is full again. */
  private static final Duration LEASE = Duration.ofSeconds(20);

  private static final Duration LONG = Duration.ofMinutes(2);

  private final ChatSystem system;
  private final Rest rest;
  private final String room = "faults-" + UUID.randomUUID();

  FaultsTest(ChatSystem system) {
    this.system = system;
    this.rest = new Rest(system.gateway(1), null);
  }

  @Test
  void the_clients_of_a_dead_gateway_go_on_at_another_and_miss_nothing() {
    InTime.once(LEASE, this::clientsOutliveTheirGateway);
  }

  /** Returns the time until the clients that did not come back were seen as offline. */
  private Duration clientsOutliveTheirGateway() {
    User alice = User.register(rest, "alice");
    User bob = User.register(rest, "bob");
    PollingClient broken =
        PollingClient.connect(List.of(system.gateway(2)), Map.of("token", alice.token()));
    String pid = broken.connected().path("pid").stringValue();
    broken.ask("join", Map.of("room", room));
    User carl = User.register(rest, "carl");
    try (SocketClient a = SocketClient.connect(system.gateway(1), alice, room);
        SocketClient watcher = SocketClient.watch(system.gateway(1), alice, room);
        SocketClient c = SocketClient.connect(system.gateway(2), carl, room)) {
      watcher.awaitPresence(carl, "online", PATIENCE);
      long seen;
      long killedAt;
      try (SocketClient b = SocketClient.connect(system.gateway(2), bob, room)) {
        a.send(message("before", false));
        seen = b.next("message").path("seq").longValue();
        assertThat(broken.message().path("seq").longValue()).isEqualTo(seen);
        system.run("kill", "gateway-2");
        killedAt = System.nanoTime();
        assertThat(b.closeCode()).isEqualTo(1006);
        assertThat(c.closeCode()).isEqualTo(1006);
      }
      a.send(message("meanwhile", false));
      a.take(1, "ack");
      try (SocketClient b = resume(1, bob, seen)) {
        assertThat(b.next("message").path("id").stringValue()).isEqualTo("meanwhile");
      }
      recovers(broken, alice, pid);
      watcher.awaitPresence(carl, "offline", LONG);
      Duration took = since(killedAt);
      system.run("start", "gateway-2");
      try (SocketClient b = resume(2, bob, seen)) {
        JsonNode missed = b.next("message");
        assertThat(missed.path("id").stringValue()).isEqualTo("meanwhile");
        assertThat(missed.path("prev").longValue()).isEqualTo(seen);
      }
      return took;
    }
  }

  /** Recovers like Socket.IO's clients: with the session of the connect and the last offset. */
  private void recovers(PollingClient broken, User user, String pid) {
    Map<String, Object> auth = new HashMap<>(Map.of("token", user.token(), "pid", pid));
    auth.put("offset", broken.offset());
    PollingClient client = PollingClient.connect(List.of(system.gateway(1)), auth);
    assertThat(client.connected().path("pid").stringValue()).isEqualTo(pid);
    assertThat(client.message().path("id").stringValue()).isEqualTo("meanwhile");
    assertThat(client.messages()).isEmpty();
  }

  @Test
  void without_the_log_sends_are_unavailable_and_sent_again_they_stand_there_once() {
    User alice = User.register(rest, "alice");
    User bob = User.register(rest, "bob");
    try (SocketClient a = SocketClient.connect(system.gateway(1), alice, room);
        SocketClient b = SocketClient.connect(system.gateway(2), bob, room)) {
      system.run("kill", "kafka");
      a.send(message("m", false));
      JsonNode error = a.next("error");
      assertThat(error.path("code").stringValue()).isEqualTo("unavailable");
      assertThat(error.path("retryAfterMs").isNumber()).isTrue();
      system.run("start", "kafka");

      JsonNode ack = a.sendUntilAcknowledged(message("m", true));

      List<JsonNode> messages = history(alice, 2);
      assertThat(messages).hasSize(1);
      assertThat(messages.get(0).path("seq")).isEqualTo(ack.path("seq"));
      assertThat(b.take(1, "message").get(0).path("seq")).isEqualTo(ack.path("seq"));
      b.send(Map.of("type", "ping"));
      assertThat(b.next("pong").path("at").isNumber()).isTrue();
    }
  }

  @Test
  void without_the_tables_users_go_on_chatting_and_read_their_messages() throws Exception {
    User alice = User.register(rest, "alice");
    try (SocketClient a = SocketClient.connect(system.gateway(1), alice, room)) {
      system.run("kill", "cassandra");
      CompletableFuture<String> starting;
      try {
        a.send(message("m", false));
        a.take(1, "ack");
        assertThat(history(alice, 1)).hasSize(1);
        system.run("kill", "message-writer");
        starting = CompletableFuture.supplyAsync(() -> system.run("start", "message-writer"));
        Rest.Answer login = signIn(alice, 1);
        assertThat(login.status()).isEqualTo(503);
        assertThat(login.raw().headers().firstValue("Retry-After")).isPresent();
      } finally {
        system.run("start", "cassandra");
      }
      assertThat(signInWhenAvailable(alice, 1).status()).isEqualTo(200);
      assertThat(signInWhenAvailable(alice, 2).status()).isEqualTo(200);
      // A part that starts before the tables are there has waited for them.
      assertThat(starting).succeedsWithin(LONG);
    }
  }

  @Test
  void presence_that_was_lost_with_its_store_is_known_again_within_a_lease() {
    InTime.once(LEASE, this::presenceComesBack);
  }

  /** Returns the time since the start of the store. */
  private Duration presenceComesBack() {
    User alice = User.register(rest, "alice");
    User bob = User.register(rest, "bob");
    try (SocketClient watcher = SocketClient.watch(system.gateway(1), alice, room);
        SocketClient b = SocketClient.connect(system.gateway(2), bob, room)) {
      watcher.awaitPresence(bob, "online", PATIENCE);
      system.run("kill", "redis");
      system.forget("redis");
      b.send(message("m", false));
      b.take(1, "ack");
      system.run("start", "redis");
      long startedAt = System.nanoTime();

      b.send(Map.of("type", "status", "status", "away"));
      watcher.awaitPresence(bob, "away", LONG);
      awaitOnline(alice, Set.of(alice.id(), bob.id()));
      return since(startedAt);
    }
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  /** Until then the room may be unknown, and is then unavailable. */
  private void awaitOnline(User reader, Set<String> ids) {
    long deadline = System.nanoTime() + LONG.toNanos();
    Rest.Answer answer;
    do {
      assertThat(System.nanoTime()).as("time is up").isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
      answer = reader.rest(rest).get("/api/users/online?room=" + room);
      assertThat(answer.status()).isIn(200, 503);
    } while (answer.status() != 200 || answer.body().path("count").intValue() != ids.size());
    assertThat(answer.body().path("users").valueStream().map(u -> u.path("id").stringValue()))
        .containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void messages_are_there_after_all_services_were_stopped_and_started() {
    User alice = User.register(rest, "alice");
    try (SocketClient a = SocketClient.connect(system.gateway(1), alice, room)) {
      for (int i = 0; i < 30; i++) {
        a.send(message("m" + i, false));
      }
      a.take(30, "ack");
    }
    List<JsonNode> before = history(alice, 1);
    system.down();
    system.up();

    assertThat(signInWhenAvailable(alice, 1).status()).isEqualTo(200);
    assertThat(history(alice, 2)).isEqualTo(before);
    assertThat(before.stream().map(message -> message.path("id").stringValue()).toList())
        .isEqualTo(IntStream.range(0, 30).mapToObj(i -> "m" + i).toList());
  }

  private Rest.Answer signIn(User user, int gateway) {
    return rest.at(system.gateway(gateway))
        .post("/api/auth/login", Map.of("email", user.email(), "password", User.PASSWORD));
  }

  /**
   * A store that is back is found again by each gateway in its own time; tries when it is told to.
   */
  private Rest.Answer signInWhenAvailable(User user, int gateway) {
    return patiently(() -> signIn(user, gateway));
  }

  private static Rest.Answer patiently(Supplier<Rest.Answer> call) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Rest.Answer answer = call.get();
    while (answer.status() == 503 && System.nanoTime() < deadline) {
      String seconds = answer.raw().headers().firstValue("Retry-After").orElseThrow();
      LockSupport.parkNanos(Duration.ofSeconds(Long.parseLong(seconds)).toNanos());
      answer = call.get();
    }
    return answer;
  }

  private SocketClient resume(int gateway, User user, long after) {
    SocketClient client = SocketClient.openAs(system.gateway(gateway), user.token());
    client.next("connected");
    client.send(Map.of("type", "join", "room", room, "after", after));
    assertThat(client.next("joined").path("recovered").booleanValue()).isTrue();
    return client;
  }

  /** When the log has just come back, a gateway may check for it once more. */
  private List<JsonNode> history(User user, int gateway) {
    Rest reader = user.rest(rest).at(system.gateway(gateway));
    Rest.Answer answer = patiently(() -> reader.get("/api/messages?room=" + room));
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    return answer.body().path("messages").valueStream().toList();
  }

  private Map<String, Object> message(String id, boolean retry) {
    Map<String, Object> frame = new HashMap<>();
    frame.put("type", "send");
    frame.put("room", room);
    frame.put("id", id);
    frame.put("content", "text of " + id);
    if (retry) {
      frame.put("retry", true);
    }
    return frame;
  }
}
