package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Many who try passwords from everywhere, while others chat at the same gateway. */
@Isolated // others would have to wait for their passwords
@ExtendWith(RunningSystem.class)
class LoginFloodTest {

  private static final int FLOODERS = 16;
  private static final int MESSAGES = 200;

  private final Rest rest;
  private final ChatSystem system;
  private final AtomicInteger addresses = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();

  LoginFloodTest(ChatSystem system) {
    this.system = system;
    this.rest = new Rest(system.gateway(1), null);
  }

  @Test
  void who_chats_gets_every_ack_and_who_tries_passwords_a_plain_answer() throws Exception {
    User ann = User.register(rest, "ann");
    String room = "flood-" + UUID.randomUUID();
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService flooders = Executors.newFixedThreadPool(FLOODERS);
    try (SocketClient client = SocketClient.connect(system.gateway(1), ann, room)) {
      List<Future<?>> floods = new ArrayList<>();
      for (int i = 0; i < FLOODERS; i++) {
        floods.add(flooders.submit(() -> tryPasswords(over)));
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

  /** From another address and for another account each time, so that no limit helps. */
  private void tryPasswords(AtomicBoolean over) {
    while (!over.get()) {
      int number = addresses.incrementAndGet();
      int status =
          rest.call(
                  rest.request("/api/auth/login")
                      .header("Content-Type", "application/json")
                      .header(
                          "X-Forwarded-For", "198.18." + number / 250 % 250 + "." + number % 250)
                      .POST(
                          BodyPublishers.ofString(
                              "{\"email\":\"nobody%d@example.test\",\"password\":\"wrong horse\"}"
                                  .formatted(number)))
                      .build())
              .status();
      assertThat(status).isIn(401, 503);
      answered.incrementAndGet();
    }
  }
}
