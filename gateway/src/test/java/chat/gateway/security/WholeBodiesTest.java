package chat.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.sockets.budget.MemoryBudget;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class WholeBodiesTest {

  private static final int BODY = 60_000;
  private static final int CAPACITY = 100_000;

  private final MemoryBudget budget = new MemoryBudget(CAPACITY);
  private final RawServer server = new RawServer();
  private final AtomicInteger begun = new AtomicInteger();
  private final CountDownLatch end = new CountDownLatch(1);

  /** Requests with a body last until the test ends them. */
  @BeforeEach
  void start() throws Exception {
    WholeBodies bodies = new WholeBodies(budget, BODY, request -> false);
    bodies.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback)
              throws InterruptedException {
            begun.incrementAndGet();
            end.await();
            callback.succeeded();
            return true;
          }
        });
    server
        .server()
        .setHandler(
            new Handler.Wrapper(bodies) {
              @Override
              public boolean handle(Request request, Response response, Callback callback)
                  throws Exception {
                return super.handle(new DemandedOnce(request), response, callback);
              }
            });
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    end.countDown();
    server.stop();
  }

  @Test
  void a_whole_body_counts_until_its_request_is_answered() throws IOException {
    Socket first = send(BODY);
    await().atMost(Duration.ofMinutes(1)).until(() -> begun.get() == 1);
    assertThat(budget.used()).isEqualTo(BODY - MemoryBudget.FREE);
    assertThat(RawServer.answer(send(BODY))).isEqualTo("HTTP/1.1 503");

    end.countDown();
    assertThat(RawServer.answer(first)).isEqualTo("HTTP/1.1 200");
    await().atMost(Duration.ofMinutes(1)).until(() -> budget.used() == 0);
    assertThat(RawServer.answer(send(BODY))).isEqualTo("HTTP/1.1 200");
  }

  @Test
  void a_request_under_way_takes_no_turn_of_those_that_read_bodies() throws IOException {
    int more = Math.max(2, Runtime.getRuntime().availableProcessors()) + 1;
    for (int i = 0; i < more; i++) {
      send(1);
    }

    await().atMost(Duration.ofMinutes(1)).until(() -> begun.get() == more);
  }

  private Socket send(int length) throws IOException {
    String head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n";
    return server.send(head + "a".repeat(length));
  }

  /** Its body has arrived by the first demand, which then runs on the caller's thread. */
  private static final class DemandedOnce extends Request.Wrapper {

    private boolean isDemanded;

    DemandedOnce(Request request) {
      super(request);
    }

    @Override
    public Content.@Nullable Chunk read() {
      return isDemanded ? super.read() : null;
    }

    @Override
    public void demand(Runnable arrived) {
      if (isDemanded) {
        super.demand(arrived);
      } else {
        isDemanded = true;
        arrived.run();
      }
    }
  }
}
