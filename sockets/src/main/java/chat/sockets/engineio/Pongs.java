package chat.sockets.engineio;

import java.nio.ByteBuffer;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers to a WebSocket's own pings, of which one at most is on its way: who takes none is kept
 * one for the last ping, not a queue of them. Threads may share it.
 */
final class Pongs {

  private final BiConsumer<byte[], Runnable> writer;
  private boolean underWay;
  private byte @Nullable [] next;

  /**
   * Of one socket.
   *
   * @param writer writes a pong with the ping's payload, and runs the other when that is done
   */
  Pongs(BiConsumer<byte[], Runnable> writer) {
    this.writer = writer;
  }

  void answer(ByteBuffer ping) {
    byte[] payload = new byte[ping.remaining()];
    ping.get(payload);
    synchronized (this) {
      if (underWay) {
        next = payload;
        return;
      }
      underWay = true;
    }
    writer.accept(payload, this::written);
  }

  private void written() {
    byte[] payload;
    synchronized (this) {
      payload = next;
      next = null;
      underWay = payload != null;
    }
    if (payload != null) {
      writer.accept(payload, this::written);
    }
  }
}
