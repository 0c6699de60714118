package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** Many clients try passwords from everywhere, while others chat at the same gateway. */
@Isolated // others would have to wait for their passwords
@ExtendWith(RunningSystem.class)
class LoginFloodTest {

  private static final int FLOODERS = 16;
  private static final int MESSAGES = 200;

  /** More sign-ins than are tried while the messages are sent. */
  private static final int ACCOUNTS = 100;

  /** A hash of no password, with the default cost of gateways. */
  private static final String HASH = "$2b$10$" + "a".repeat(53);

  private final Rest rest;
  private final ChatSystem system;
  private final AtomicInteger addresses = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();

  LoginFloodTest(ChatSystem system) {
    this.system = system;
    this.rest = new Rest(system.gateway(1), null);
  }

  @Test
  void under_a_flood_of_sign_ins_chatting_users_get_every_ack_and_the_flood_gets_plain_answers()
      throws Exception {
    User ann = User.register(rest, "ann");
    List<String> emails = accountsWithCostlyHashes();
    String room = "flood-" + UUID.randomUUID();
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService flooders = Executors.newFixedThreadPool(FLOODERS);
    try (SocketClient client = SocketClient.connect(system.gateway(1), ann, room)) {
      List<Future<?>> floods = new ArrayList<>();
      for (int i = 0; i < FLOODERS; i++) {
        floods.add(flooders.submit(() -> tryPasswords(over, emails)));
      }
      for (int i = 0; i < MESSAGES; i++) {
        client.send(Map.of("type", "send", "ref", "r" + i, "room", room, "content", "hi"));
        assertThat(client.take(1, "ack").get(0).path("ref").stringValue()).isEqualTo("r" + i);
      }
      over.set(true);
      for (Future<?> flood : floods) {
        flood.get(60, TimeUnit.SECONDS);
      }

      assertThat(answered).hasPositiveValue();
    } finally {
      over.set(true);
      flooders.shutdownNow();
    }
  }

  /** The other tests' accounts are hashed at the least cost, which would be no load here. */
  private List<String> accountsWithCostlyHashes() {
    List<String> emails = new ArrayList<>();
    try (CqlSession tables = system.tables()) {
      for (int i = 0; i < ACCOUNTS; i++) {
        User user = User.register(rest, "flooded");
        tables.execute("UPDATE users SET password_hash = ? WHERE id = ?", HASH, user.id());
        emails.add(user.email());
      }
    }
    return emails;
  }

  /** From another address and for another account each time, so that no limit helps. */
  private void tryPasswords(AtomicBoolean over, List<String> emails) {
    while (!over.get()) {
      int number = addresses.incrementAndGet();
      String email =
          number < emails.size() ? emails.get(number) : "unknown" + number + "@example.test";
      int status =
          rest.call(
                  rest.request("/api/auth/login")
                      .header("Content-Type", "application/json")
                      .header(
                          "X-Forwarded-For", "198.18." + number / 250 % 250 + "." + number % 250)
                      .POST(
                          BodyPublishers.ofString(
                              "{\"email\":\"%s\",\"password\":\"wrong horse\"}".formatted(email)))
                      .build())
              .status();
      assertThat(status).isIn(401, 503);
      answered.incrementAndGet();
    }
  }
}
