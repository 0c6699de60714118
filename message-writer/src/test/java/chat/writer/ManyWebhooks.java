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

/**
 * Many webhooks in one writer, which begin with a backlog of the longest messages: half of them to
 * ports that nothing listens on, the others but one to a receiver that does not answer. The last
 * one is to a good receiver.
 *
 * @param heap of the writer, as {@code -Xmx} takes it
 * @param backlog events of each room before the writer starts
 * @param live events of each room afterwards, one after the other
 */
record ManyWebhooks(int hooks, String heap, int backlog, int live) {

  private static final int ROOMS = 48;
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** The longest text that a message may have, of characters of four bytes. */
  private static final String TEXT = "\uD83D\uDC4B".repeat(4000);

  private static final TestKeyspace KEYSPACE = TestKeyspace.shared();

  /**
   * What became of it.
   *
   * @param heapBytes in use after a collection, at the end
   * @param delays from the append of an event for each room until the good receiver has all of
   *     them, in milliseconds, sorted
   */
  record Result(long heapBytes, List<Long> delays) {}

  /** Runs it. Fails if the writer ends, or if the good receiver does not get every event. */
  Result run() throws Exception {
    List<String> rooms = IntStream.range(0, ROOMS).mapToObj(i -> "r" + UUID.randomUUID()).toList();
    CountDownLatch released = new CountDownLatch(1);
    List<DefinedWebhook> defined = new ArrayList<>();
    try (ResolvedLog log = new ResolvedLog(Backends.shared().kafka());
        WebhookReceiver slow =
            new WebhookReceiver(
                (delivery, exchange) -> released.await(10, TimeUnit.MINUTES) ? 204 : 500);
        WebhookReceiver good = new WebhookReceiver()) {
      send(log, rooms, backlog);
      String[] all = rooms.toArray(String[]::new);
      for (int i = 1; i < hooks; i++) {
        String url = i % 2 == 0 ? slow.url() : "http://127.0.0.1:9/";
        defined.add(new DefinedWebhook(url, all).write());
      }
      defined.add(new DefinedWebhook(good.url(), all).write());
      try (WriterProcess writer = WriterProcess.ofHeap(heap, arguments())) {
        awaitAccepted(good, writer, ROOMS * backlog);
        List<Long> delays = new ArrayList<>();
        for (int i = 1; i <= live; i++) {
          long begun = System.nanoTime();
          send(log, rooms, 1);
          awaitAccepted(good, writer, ROOMS * (backlog + i));
          delays.add(Duration.ofNanos(System.nanoTime() - begun).toMillis());
        }
        Collections.sort(delays);
        assertThat(slow.all()).as("requests that wait").hasSizeGreaterThan(hooks);
        return new Result(heapInUse(writer), delays);
      }
    } finally {
      released.countDown();
      defined.forEach(DefinedWebhook::delete);
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

  private static void send(ResolvedLog log, List<String> rooms, int each) throws Exception {
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

  /** The bytes in use after a collection, by the JVM's own histogram. */
  private static long heapInUse(WriterProcess writer) throws Exception {
    Process command =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/jcmd",
                "" + writer.pid(),
                "GC.class_histogram")
            .start();
    String histogram = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String total =
        histogram.lines().filter(line -> line.startsWith("Total")).findFirst().orElseThrow();
    return Long.parseLong(total.trim().split(" +", -1)[2]);
  }

  private static String[] arguments() {
    return KEYSPACE
        .arguments(
            "--management.server.port=0", "--chat.writer.webhooks.allowed-networks=127.0.0.0/8")
        .toArray(String[]::new);
  }
}
