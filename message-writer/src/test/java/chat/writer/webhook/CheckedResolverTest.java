package chat.writer.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.eclipse.jetty.util.Promise;
import org.junit.jupiter.api.Test;

class CheckedResolverTest {

  @Test
  void attempts_at_a_host_whose_name_servers_do_not_answer_share_one_look_up() throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    AtomicInteger lookUps = new AtomicInteger();
    ExecutorService threads = Executors.newCachedThreadPool();
    CheckedResolver resolver =
        new CheckedResolver(
            TestWebhook.SETTINGS.policy(),
            host -> {
              lookUps.incrementAndGet();
              awaitUnchecked(answered);
              return new InetAddress[] {InetAddress.getLoopbackAddress()};
            },
            threads);
    List<Promise.Completable<List<InetSocketAddress>>> found =
        IntStream.range(0, 20)
            .mapToObj(number -> new Promise.Completable<List<InetSocketAddress>>())
            .toList();
    found.forEach(promise -> resolver.resolve("dead.example", 80, Map.of(), promise));
    answered.countDown();
    for (CompletableFuture<List<InetSocketAddress>> promise : found) {
      assertThat(promise.get(30, TimeUnit.SECONDS)).hasSize(1);
    }
    assertThat(lookUps).hasValue(1);
    threads.shutdownNow();
  }

  private static void awaitUnchecked(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
