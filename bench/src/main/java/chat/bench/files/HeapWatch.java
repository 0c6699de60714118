package chat.bench.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Samples the used heap of a process ten times a second and keeps the maximum. */
final class HeapWatch implements AutoCloseable {

  private static final String USED = "jvm_memory_used_bytes{area=\"heap\"";
  private static final long BETWEEN_MILLIS = 100;

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI metrics;
  private final AtomicLong most = new AtomicLong();
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread thread;

  HeapWatch(int managementPort) {
    this.metrics = URI.create("http://127.0.0.1:" + managementPort + "/actuator/prometheus");
    this.thread = new Thread(this::watch, "heap-watch");
    thread.start();
  }

  /** The maximum so far, in MiB. */
  double mostMib() {
    return most.get() / (double) (1 << 20);
  }

  private void watch() {
    try {
      while (!end.await(BETWEEN_MILLIS, TimeUnit.MILLISECONDS)) {
        long used = used();
        most.accumulateAndGet(used, Math::max);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long used() throws IOException, InterruptedException {
    String text =
        http.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString()).body();
    return text.lines()
        .filter(line -> line.startsWith(USED))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Override
  public void close() {
    end.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
