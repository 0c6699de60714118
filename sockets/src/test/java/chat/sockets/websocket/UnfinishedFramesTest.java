package chat.sockets.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.sockets.budget.ClientMemory;
import chat.sockets.budget.MemoryBudget;
import chat.sockets.fanout.CloseReason;
import chat.sockets.fanout.TestHub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** Frames of which the rest does not come, of many sockets. */
class UnfinishedFramesTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final int PART = 10_000;
  private static final int OF_UNKNOWN = PART;
  private static final int OF_KNOWN = 3 * PART;
  private static final int LENGTH = 6000;

  /** A frame is held in twice what has come of it, up to the longest frame. */
  private static final int HELD = 2 * LENGTH - MemoryBudget.FREE;

  private WebSocketServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        new WebSocketServer(
            new TestHub.Bounds(DataSize.ofMegabytes(1), LONG, LONG),
            false,
            new ClientMemory(16L * PART));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void sockets_that_are_not_authenticated_hold_no_more_than_their_common_budget() throws Exception {
    server.isKnown = false;
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      RawClient client = RawClient.open(server.port());
      client.write(unfinished(LENGTH / 2));
      clients.add(client);
      assertThat(server.memory.ofUnknown().used()).isLessThanOrEqualTo(OF_UNKNOWN);
    }
    await().atMost(Duration.ofSeconds(20)).until(() -> server.memory.ofUnknown().used() > 0);

    clients.get(0).drain(); // It comes to an end.
    for (RawClient client : clients) {
      client.close();
    }
    await().atMost(Duration.ofSeconds(20)).until(() -> server.memory.ofUnknown().used() == 0);
    assertThat(server.memory.ofKnown().used()).isZero();
  }

  @Test
  void users_have_theirs_whatever_strangers_do() throws Exception {
    try (RawClient user = RawClient.open(server.port())) {
      user.write(unfinished(LENGTH));
      await().atMost(Duration.ofSeconds(20)).until(() -> server.memory.ofKnown().used() == HELD);
      server.isKnown = false;
      for (int i = 0; i < 20; i++) {
        try (RawClient stranger = RawClient.open(server.port())) {
          stranger.write(unfinished(LENGTH / 2));
        }
      }
      user.write(new byte[] {'a'});

      assertThat(server.texts.poll(10, TimeUnit.SECONDS)).hasSize(LENGTH + 1);
      await().atMost(Duration.ofSeconds(20)).until(() -> server.memory.ofKnown().used() == 0);
    }
  }

  @Test
  void the_one_that_began_first_gives_its_place_to_one_that_comes_and_is_told_why()
      throws Exception {
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      RawClient client = RawClient.open(server.port());
      client.write(unfinished(LENGTH));
      int open = i + 1;
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> server.memory.ofKnown().used() == Math.min(open, 2) * (long) HELD);
      clients.add(client);
    }
    assertThat(OF_KNOWN / HELD).isEqualTo(2);

    assertThat(clients.get(0).next(4).substring(4))
        .isEqualTo("%04x".formatted(CloseReason.TOO_SLOW.code()));
    for (RawClient client : clients) {
      client.close();
    }
  }

  @Test
  void what_comes_as_a_whole_needs_no_place() throws Exception {
    server.isKnown = false;
    try (RawClient client = RawClient.open(server.port())) {
      byte[] frame = unfinished(1000);
      client.write(frame);
      client.write(new byte[] {'a'});

      assertThat(server.texts.poll(10, TimeUnit.SECONDS)).hasSize(1001);
      assertThat(server.memory.ofUnknown().used()).isZero();
    }
  }

  /** The rest is far longer than what may pass between two frames that do not wait. */
  @Test
  void reads_from_a_socket_that_is_not_authenticated_rest_before_the_next_one() throws Exception {
    server.isKnown = false;
    try (RawClient client = RawClient.open(server.port())) {
      long longAgo = System.nanoTime() - Duration.ofMinutes(1).toNanos();
      long now = System.nanoTime();
      long restEnds = now + server.memory.readsOfUnknown().after(longAgo, now);
      client.send("8181 00000000 61"); // It is read at once, and the next one after the rest.
      assertThat(server.texts.poll(10, TimeUnit.SECONDS)).isEqualTo("a");
      client.send("8181 00000000 62");

      assertThat(server.texts.poll(10, TimeUnit.SECONDS)).isEqualTo("b");
      assertThat(System.nanoTime()).isGreaterThanOrEqualTo(restEnds);
    }
  }

  /** A frame but for its last byte, which is of the letter a. */
  private static byte[] unfinished(int length) {
    byte[] head = HexFormat.of().parseHex("81fe%04x00000000".formatted(length + 1));
    byte[] frame = new byte[head.length + length];
    Arrays.fill(frame, (byte) 'a');
    System.arraycopy(head, 0, frame, 0, head.length);
    return frame;
  }
}
