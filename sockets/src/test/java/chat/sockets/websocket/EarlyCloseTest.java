package chat.sockets.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import chat.sockets.budget.ClientMemory;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.Test;

/** An end point that closes before it becomes a WebSocket. */
class EarlyCloseTest {

  private final ScheduledExecutorScheduler scheduler = new ScheduledExecutorScheduler();
  private final ByteArrayEndPoint endPoint = new ByteArrayEndPoint(scheduler, 0);
  private final Counting handler = new Counting();
  private final WebSocketWire wire =
      new WebSocketWire(
          endPoint,
          Runnable::run,
          scheduler,
          new ArrayByteBufferPool(),
          false,
          false,
          new ClientMemory(160_000),
          opened -> handler);

  @Test
  void is_told_to_the_handler_though_the_end_point_does_not() {
    endPoint.close();
    wire.onOpen();

    assertThat(handler.gone).isEqualTo(1);
  }

  @Test
  void is_told_once() {
    wire.onOpen();
    wire.onClose(null);
    endPoint.close();
    wire.onClose(null);

    assertThat(handler.gone).isEqualTo(1);
  }

  private static final class Counting extends SilentHandler {

    private int gone;

    @Override
    public void gone() {
      gone++;
    }
  }
}
