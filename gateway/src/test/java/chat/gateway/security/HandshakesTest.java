package chat.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class HandshakesTest {

  private static final int AT_ONCE = 3;
  private static final int WAITING = 2;
  private static final String UPGRADE =
      "Host: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";

  private final RawServer server = new RawServer();
  private final Queue<String> begun = new ConcurrentLinkedQueue<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private final Queue<Handled> handled = new ConcurrentLinkedQueue<>();
  private final AtomicInteger upgraded = new AtomicInteger();
  private final AtomicInteger clockReads = new AtomicInteger();
  private volatile Instant now = Instant.EPOCH;

  /** The time of a handshake, as {@link System#nanoTime}. */
  private record Handled(long begin, long end) {

    /** When its permit is free again. */
    long rested() {
      return end + Math.min(end - begin, Duration.ofMillis(10).toNanos());
    }
  }

  /**
   * Requests with an upgrade last until the test ends them; for {@code /ws} that is what follows
   * the answer.
   */
  @BeforeEach
  void start() throws Exception {
    Handler handler =
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback)
              throws InterruptedException {
            final long begin = System.nanoTime();
            begun.add(Request.getPathInContext(request));
            if (Request.getPathInContext(request).equals("/ws")) {
              upgrade(request, response);
            } else if (request.getHeaders().contains("Upgrade")) {
              end.await();
              handled.add(new Handled(begin, System.nanoTime()));
            }
            callback.succeeded();
            return true;
          }
        };
    server.server().setHandler(handler);
    new Handshakes(AT_ONCE, WAITING, this::read).addTo(server.server());
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    end.countDown();
    server.stop();
  }

  @Test
  void a_limited_number_of_handshakes_runs_at_a_time() throws IOException {
    for (int i = 0; i < AT_ONCE + 2; i++) {
      send("GET /socket.io/?EIO=4&transport=websocket");
    }
    assertThat(RawServer.answer(send("GET /last"))).isEqualTo("HTTP/1.1 200");
    while (begun.size() < AT_ONCE + 1) {
      assertThat(Thread.interrupted()).isFalse();
    }
    assertThat(begun).hasSize(AT_ONCE + 1).contains("/last");

    end.countDown();
    for (Socket socket : server.sockets().subList(0, AT_ONCE + 2)) {
      assertThat(RawServer.answer(socket)).isEqualTo("HTTP/1.1 200");
    }
  }

  @Test
  void the_first_frames_of_a_socket_count_as_a_part_of_its_handshake() throws IOException {
    for (int i = 0; i < AT_ONCE; i++) {
      assertThat(RawServer.answer(send("GET /ws"))).isEqualTo("HTTP/1.1 101");
    }
    await().atMost(Duration.ofMinutes(1)).until(() -> upgraded.get() == AT_ONCE);
    Socket waiting = send("GET /ws");
    assertThat(RawServer.answer(send("GET /last"))).isEqualTo("HTTP/1.1 200");
    assertThat(begun).hasSize(AT_ONCE + 1);

    end.countDown();
    assertThat(RawServer.answer(waiting)).isEqualTo("HTTP/1.1 101");
  }

  @Test
  void a_permit_rests_as_long_as_the_handshake_took() throws IOException {
    for (int i = 0; i < AT_ONCE + 1; i++) {
      send("GET /socket.io/?EIO=4&transport=websocket");
    }
    await().atMost(Duration.ofMinutes(1)).until(() -> begun.size() == AT_ONCE);

    end.countDown();
    for (Socket socket : server.sockets()) {
      assertThat(RawServer.answer(socket)).isEqualTo("HTTP/1.1 200");
    }
    List<Handled> inOrder =
        handled.stream().sorted(Comparator.comparingLong(Handled::begin)).toList();
    long firstRested =
        inOrder.stream().limit(AT_ONCE).mapToLong(Handled::rested).min().orElseThrow();
    assertThat(inOrder.get(AT_ONCE).begin()).isGreaterThanOrEqualTo(firstRested);
  }

  @Test
  void a_handshake_that_has_waited_for_too_long_is_refused() throws IOException {
    for (int i = 0; i < AT_ONCE; i++) {
      assertThat(RawServer.answer(send("GET /ws"))).isEqualTo("HTTP/1.1 101");
    }
    await().atMost(Duration.ofMinutes(1)).until(() -> upgraded.get() == AT_ONCE);
    int read = clockReads.get();
    Socket waiting = send("GET /ws");
    await().atMost(Duration.ofMinutes(1)).until(() -> clockReads.get() > read);
    now = now.plusSeconds(21);

    end.countDown();
    assertThat(RawServer.answer(waiting)).isEqualTo("HTTP/1.1 503");
    assertThat(RawServer.answer(send("GET /ws"))).isEqualTo("HTTP/1.1 101");
  }

  @Test
  void other_requests_do_not_count_as_handshakes() throws IOException {
    List<String> others =
        List.of("/api/files/1", "/socket.io/?EIO=4&transport=polling", "/ws/more");
    for (int i = 0; i < AT_ONCE; i++) {
      for (String other : others) {
        send("GET " + other);
      }
    }
    while (begun.size() < AT_ONCE * others.size()) {
      assertThat(Thread.interrupted()).isFalse();
    }
  }

  @Test
  void handshakes_that_wait_for_an_issuer_delay_no_others() throws IOException {
    for (int i = 0; i < AT_ONCE + WAITING + 4; i++) {
      send("GET /ws HTTP/1.1\r\nAuthorization: Bearer x\r\nX-Rest:");
    }
    for (int i = 0; i < AT_ONCE; i++) {
      send("GET /ws");
    }
    await().atMost(Duration.ofMinutes(1)).until(() -> begun.size() == AT_ONCE + WAITING + AT_ONCE);
    assertThat(RawServer.answer(send("GET /last"))).isEqualTo("HTTP/1.1 200");
    assertThat(begun).hasSize(AT_ONCE + WAITING + AT_ONCE + 1);
  }

  private Instant read() {
    Instant time = now;
    clockReads.incrementAndGet();
    return time;
  }

  private void upgrade(Request request, Response response) {
    EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    request.setAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, new Upgraded(endPoint));
    response.setStatus(101);
    response.getHeaders().put("Upgrade", "websocket").put("Connection", "Upgrade");
  }

  private final class Upgraded extends AbstractConnection {

    Upgraded(EndPoint endPoint) {
      super(endPoint, server.server().getThreadPool());
    }

    @Override
    public void onOpen() {
      super.onOpen();
      upgraded.incrementAndGet();
      try {
        end.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void onFillable() {}
  }

  private Socket send(String line) throws IOException {
    return server.send(
        line + " HTTP/1.1\r\n" + (line.contains("/last") ? "Host: a\r\n\r\n" : UPGRADE));
  }
}
