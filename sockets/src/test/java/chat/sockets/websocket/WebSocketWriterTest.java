package chat.sockets.websocket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.sockets.budget.ClientMemory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebSocketWriterTest {

  private static final int MANY = 20_000;
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private ByteArrayEndPoint endPoint = new ByteArrayEndPoint(new byte[0], 16);
  private final List<Boolean> ended = new ArrayList<>();
  private final Scheduler scheduler = new ScheduledExecutorScheduler("deadlines", true);

  @BeforeEach
  void start() throws Exception {
    scheduler.start();
  }

  @AfterEach
  void stop() throws Exception {
    scheduler.stop();
  }

  @Test
  void writes_that_wait_for_a_socket_that_fails_all_end() {
    WebSocketWriter writer =
        new WebSocketWriter(wire(socket -> new SilentHandler()), CLOSE_TIMEOUT);
    writeMany(writer);
    assertThat(ended).as("the client reads nothing").hasSizeLessThan(MANY);

    endPoint.close();
    assertThat(ended).hasSize(MANY).endsWith(true);
  }

  @Test
  void writes_that_the_socket_takes_at_once_keep_their_order() {
    endPoint = new ByteArrayEndPoint(new byte[0], 10 * MANY);
    WebSocketWriter writer =
        new WebSocketWriter(wire(socket -> new SilentHandler()), CLOSE_TIMEOUT);
    writeMany(writer);

    assertThat(ended).hasSize(MANY).doesNotContain(true);
    assertThat(endPoint.takeOutputString()).startsWith("0 1 2 3 ").endsWith(" " + (MANY - 1) + " ");
  }

  @Test
  void a_socket_that_its_handler_closes_at_once_ends() {
    WebSocketWire wire =
        wire(
            socket -> {
              new WebSocketWriter(socket, Duration.ofMillis(20)).close(1008, "refused");
              return new SilentHandler();
            });
    wire.onOpen();

    await().atMost(Duration.ofMinutes(1)).until(() -> !endPoint.isOpen());
  }

  @Test
  void a_message_that_its_handler_fails_on_closes_the_socket() {
    WebSocketWire wire =
        wire(
            socket ->
                new SilentHandler() {
                  @Override
                  public void text(String text) {
                    throw new IllegalStateException("planted");
                  }
                });
    wire.onOpen();
    endPoint.addInput(ByteBuffer.wrap(new byte[] {(byte) 0x81, (byte) 0x80, 0, 0, 0, 0}));
    wire.onFillable();

    assertThat(endPoint.isOpen()).isFalse();
  }

  private void writeMany(WebSocketWriter writer) {
    for (int i = 0; i < MANY; i++) {
      writer.write(
          ByteBuffer.wrap((i + " ").getBytes(US_ASCII)), error -> ended.add(error != null));
    }
  }

  private WebSocketWire wire(Function<WebSocketWire, WebSocketHandler> handlers) {
    WebSocketWire wire =
        new WebSocketWire(
            endPoint,
            Runnable::run,
            scheduler,
            new ByteBufferPool.NonPooling(),
            false,
            true,
            new ClientMemory(1 << 20),
            handlers);
    endPoint.setConnection(wire);
    return wire;
  }
}
