package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole system on a Redis Cluster. It starts everything once more, so it runs by name and not
 * in every build.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedisClusterTrial {

  private static final String ROOM = "cluster";
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** So many that the partitions of some are at each server. */
  private static final int PEOPLE = 12;

  /** Sign-ins to one account in a minute. */
  private static final int SIGN_INS = 10;

  private ChatSystem system;
  private Rest rest;
  private User ann;

  @BeforeAll
  void start(@TempDir Path directory) {
    system = new ChatSystem(directory.resolve("data"), Map.of());
    system.up("--fresh", "--redis=3");
    rest = new Rest(system.gateway(1), null);
    ann = User.register(rest, "ann");
  }

  @AfterAll
  void stop() {
    system.close();
  }

  @Test
  void people_come_go_and_are_away_while_each_server_is_killed_and_started() {
    List<User> people = new ArrayList<>();
    List<SocketClient> sockets = new ArrayList<>();
    try (SocketClient watcher = SocketClient.watch(system.gateway(1), ann, ROOM)) {
      for (int i = 0; i < PEOPLE; i++) {
        people.add(User.register(rest, "p" + i));
        sockets.add(SocketClient.connect(system.gateway(2), people.get(i), ROOM));
        watcher.awaitPresence(people.get(i), "online", PATIENCE);
      }
      for (int server = 1; server <= 3; server++) {
        system.run("kill", "redis-" + server);
        send(sockets.get(0), "without " + server);
        system.run("start", "redis-" + server);
        String status = server % 2 == 1 ? "away" : "online";
        for (int i = 0; i < PEOPLE; i++) {
          sockets.get(i).send(Map.of("type", "status", "status", status));
          watcher.awaitPresence(people.get(i), status, PATIENCE);
        }
        await().atMost(PATIENCE).until(() -> online() == PEOPLE + 1);
      }
      sockets.forEach(SocketClient::close);
      await().atMost(PATIENCE).until(() -> online() == 1);
    }
  }

  @Test
  void gateways_count_sign_ins_together() {
    User bob = User.register(rest, "bob");
    while (signIn(bob, 1) != 429) {
      assertThat(signIn(bob, 1)).isIn(401, 429);
    }
    AtomicInteger tries = new AtomicInteger();
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> tries.incrementAndGet() > 0 && signIn(bob, 2) == 429);

    assertThat(tries).hasValueLessThan(SIGN_INS);
  }

  private int signIn(User user, int gateway) {
    Map<String, String> wrong = Map.of("email", user.email(), "password", "not " + User.PASSWORD);
    return rest.at(system.gateway(gateway)).post("/api/auth/login", wrong).status();
  }

  private void send(SocketClient client, String content) {
    client.send(Map.of("type", "send", "ref", content, "room", ROOM, "content", content));
    client.take(1, "ack");
  }

  /** The users in the room, as the other gateway knows them; -1 while it does not. */
  private int online() {
    Rest.Answer answer =
        ann.rest(rest).at(system.gateway(2)).get("/api/users/online?limit=200&room=" + ROOM);
    assertThat(answer.status()).isIn(Set.of(200, 503));
    return answer.status() == 200 ? answer.body().path("count").intValue() : -1;
  }
}
