package chat.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.contract.Author;
import chat.contract.event.Message;
import chat.contract.event.RoomEventCodec;
import chat.infra.devstack.Backends;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;

/**
 * As many webhooks as are allowed by default in one writer with its usual heap: half of them to
 * ports that nothing listens on, the others but one to a receiver that does not answer. Nothing
 * waits for them. It takes minutes, so it runs by name and not in every build.
 */
class ManyWebhooksTrial {

  private static final int HOOKS = 100;
  private static final int ROOMS = 48;
  private static final int BACKLOG = 50;
  private static final int LIVE = 20;
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** The longest text that a message may have, of characters of four bytes. */
  private static final String TEXT = "\uD83D\uDC4B".repeat(4000);

  private static final TestKeyspace KEYSPACE = TestKeyspace.shared();

  private final ResolvedLog log = new ResolvedLog(Backends.shared().kafka());
  private final List<String> rooms =
      IntStream.range(0, ROOMS).mapToObj(number -> "r" + UUID.randomUUID()).toList();

  @Test
  void dead_and_slow_receivers_hold_up_no_other_and_fill_no_heap() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    List<DefinedWebhook> hooks = new ArrayList<>();
    try (WebhookReceiver slow =
            new WebhookReceiver(
                (delivery, exchange) -> released.await(10, TimeUnit.MINUTES) ? 204 : 500);
        WebhookReceiver good = new WebhookReceiver()) {
      send(BACKLOG);
      for (int i = 1; i < HOOKS; i++) {
        hooks.add(new DefinedWebhook(i % 2 == 0 ? slow.url() : "http://127.0.0.1:9/").write());
      }
      hooks.add(new DefinedWebhook(good.url()).write());
      try (WriterProcess writer = new WriterProcess(arguments())) {
        awaitAccepted(good, writer, ROOMS * BACKLOG);
        print(writer, "with a backlog");
        List<Long> delays = new ArrayList<>();
        for (int i = 0; i < LIVE; i++) {
          long begun = System.nanoTime();
          send(1);
          awaitAccepted(good, writer, ROOMS * (BACKLOG + i + 1));
          delays.add(Duration.ofNanos(System.nanoTime() - begun).toMillis());
        }
        Collections.sort(delays);
        System.out.printf(
            "48 events to the good receiver: median %d ms, longest %d ms%n",
            delays.get(LIVE / 2), delays.get(LIVE - 1));
        print(writer, "after live events");
        assertThat(slow.all()).as("requests that wait").hasSizeGreaterThan(HOOKS);
      }
    } finally {
      released.countDown();
      hooks.forEach(DefinedWebhook::delete);
      log.close();
    }
  }

  private static void awaitAccepted(WebhookReceiver good, WriterProcess writer, int count) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              assertThat(writer.isAlive()).isTrue();
              return good.accepted().size() >= count;
            });
  }

  private void send(int each) throws Exception {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (int i = 0; i < each; i++) {
      for (String room : rooms) {
        String id = UUID.randomUUID().toString();
        Message message =
            new Message(room, id, new Author("u1", "ann"), TEXT, 1, null, List.of(), List.of());
        sent.add(log.append(room, id, Message.TYPE, RoomEventCodec.encode(message), null));
      }
    }
    for (Future<RecordMetadata> one : sent) {
      one.get(1, TimeUnit.MINUTES);
    }
  }

  /** The heap that is in use after a collection. */
  private static void print(WriterProcess writer, String when) throws Exception {
    Process command =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/jcmd",
                "" + writer.pid(),
                "GC.class_histogram")
            .start();
    String histogram = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String total =
        histogram.lines().filter(line -> line.startsWith("Total")).findFirst().orElseThrow();
    System.out.println("heap in use " + when + ": " + total);
    assertThat(Long.parseLong(total.trim().split(" +", -1)[2])).isLessThan(160L << 20);
  }

  private static String[] arguments() {
    return KEYSPACE
        .arguments(
            "--management.server.port=0", "--chat.writer.webhooks.allowed-networks=127.0.0.0/8")
        .toArray(String[]::new);
  }
}
