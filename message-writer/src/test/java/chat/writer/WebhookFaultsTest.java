package chat.writer;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.devstack.Backends;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Processes that deliver to a webhook and die, come and go in the middle. The receiver gets every
 * event, and those of a room in order.
 */
class WebhookFaultsTest {

  private static final TestKeyspace KEYSPACE = TestKeyspace.shared();
  private static final String KAFKA = Backends.shared().kafka();
  private static final ResolvedLog LOG = new ResolvedLog(KAFKA);
  private static final Admin ADMIN = Admin.create(Map.of("bootstrap.servers", KAFKA));

  /** A killed process is missed after it. */
  private static final Duration SHORT_SESSION = Duration.ofSeconds(6);

  /** A slow process is not taken for a dead one. */
  private static final Duration LONG_SESSION = Duration.ofSeconds(30);

  private final List<String> rooms =
      IntStream.range(0, 8).mapToObj(number -> "r" + UUID.randomUUID()).toList();

  private final Map<String, Integer> tried = new ConcurrentHashMap<>();

  /** Every third event is accepted only when it comes again. */
  private final WebhookReceiver receiver =
      new WebhookReceiver(
          (delivery, exchange) ->
              delivery.seq() % 3 == 0 && tried.merge(delivery.id(), 1, Integer::sum) < 2
                  ? 500
                  : 200);

  private final DefinedWebhook hook =
      new DefinedWebhook(receiver.url(), rooms.toArray(String[]::new)).write();

  private int sent;

  @AfterEach
  void end() {
    hook.delete();
    receiver.close();
  }

  @AfterAll
  static void close() {
    LOG.close();
    ADMIN.close();
  }

  @Test
  void a_sender_that_is_killed_in_the_middle_loses_nothing() throws Throwable {
    try (WriterProcess first = new WriterProcess(arguments(SHORT_SESSION))) {
      send(200);
      Eventually.holds(() -> assertThat(receiver.accepted()).hasSizeGreaterThan(50));
      first.signal("KILL");
    }
    send(100);
    try (WriterProcess second = new WriterProcess(arguments(SHORT_SESSION))) {
      awaitAll();
      assertThat(second.isAlive()).isTrue();
    }
  }

  @Test
  void senders_that_come_and_go_keep_the_order_of_rooms_without_doubles() throws Throwable {
    try (WriterProcess stays = new WriterProcess(arguments(LONG_SESSION))) {
      send(50);
      awaitAll();
      try (WriterProcess comes = new WriterProcess(arguments(LONG_SESSION))) {
        awaitMembers(2);
        send(150);
        comes.signal("TERM");
        send(150);
        awaitMembers(1);
      }
      awaitAll();
      assertThat(stays.isAlive()).isTrue();
    }
    assertThat(receiver.accepted())
        .extracting(WebhookReceiver.Delivery::id)
        .doesNotHaveDuplicates();
  }

  private void send(int count) {
    for (int i = 0; i < count; i++) {
      var unused = LOG.say(rooms.get(sent % rooms.size()), "m-" + sent++);
    }
    LOG.flush();
  }

  private void awaitAll() throws Throwable {
    int epoch = KEYSPACE.epoch();
    for (String room : rooms) {
      List<String> expected = LOG.expected(room, epoch);
      Eventually.holds(() -> assertThat(receiver.bodies(room)).hasSameSizeAs(expected));
      assertThat(receiver.bodies(room)).isEqualTo(expected);
    }
  }

  private void awaitMembers(int count) throws Throwable {
    Eventually.holds(() -> assertThat(hook.members(ADMIN)).isEqualTo(count));
  }

  private static String[] arguments(Duration session) {
    return KEYSPACE
        .arguments(
            "--management.server.port=0",
            "--spring.kafka.consumer.properties.session.timeout.ms=" + session.toMillis(),
            "--chat.writer.webhooks.allowed-networks=127.0.0.0/8",
            "--chat.writer.webhooks.first-retry=20ms")
        .toArray(String[]::new);
  }
}
