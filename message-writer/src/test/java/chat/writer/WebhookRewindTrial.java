package chat.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.infra.devstack.Backends;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The rate at which a webhook that is rewound gets its events again. It takes a minute, so it runs
 * by name and not in every build.
 */
class WebhookRewindTrial {

  private static final int EVENTS = 50_000;
  private static final int ROOMS = 200;

  private final AtomicInteger accepted = new AtomicInteger();

  @Test
  void a_rewound_webhook_gets_its_events_fast() throws Exception {
    List<String> rooms =
        IntStream.range(0, ROOMS).mapToObj(number -> "r" + UUID.randomUUID()).toList();
    HttpServer receiver =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ExecutorService threads = Executors.newCachedThreadPool();
    receiver.setExecutor(threads);
    receiver.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          accepted.incrementAndGet();
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    receiver.start();
    DefinedWebhook hook =
        new DefinedWebhook(
            "http://127.0.0.1:" + receiver.getAddress().getPort() + "/",
            rooms.toArray(String[]::new));
    try (ResolvedLog log = new ResolvedLog(Backends.shared().kafka());
        WriterProcess writer = WriterProcess.ofHeap("192m", arguments())) {
      for (int i = 0; i < EVENTS; i++) {
        var unused = log.say(rooms.get(i % ROOMS), "m-" + i);
      }
      log.flush();
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> log.published(rooms).values().stream().mapToInt(List::size).sum() == EVENTS);
      for (int round = 0; round < 2; round++) {
        accepted.set(0);
        hook.from(0);
        await().atMost(Duration.ofMinutes(2)).until(() -> accepted.get() > 0);
        int done = accepted.get();
        long begun = System.nanoTime();
        long used = processorNanos(writer);
        await()
            .atMost(Duration.ofMinutes(4))
            .pollInterval(Duration.ofMillis(50))
            .until(() -> accepted.get() >= EVENTS);
        long took = System.nanoTime() - begun;
        System.out.printf(
            "%d events/s, %d µs of the writer's processor time an event%n",
            (EVENTS - done) * 1_000_000_000L / took,
            (processorNanos(writer) - used) / 1000 / (EVENTS - done));
      }
      assertThat(writer.isAlive()).isTrue();
    } finally {
      hook.delete();
      receiver.stop(0);
      threads.shutdownNow();
    }
  }

  private static long processorNanos(WriterProcess writer) {
    return ProcessHandle.of(writer.pid())
        .orElseThrow()
        .info()
        .totalCpuDuration()
        .orElseThrow()
        .toNanos();
  }

  private static String[] arguments() {
    return TestKeyspace.shared()
        .arguments(
            "--management.server.port=0", "--chat.writer.webhooks.allowed-networks=127.0.0.0/8")
        .toArray(String[]::new);
  }
}
