package chat.sockets.websocket;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The outbound queue of a WebSocket that is not the hub's. Thread-safe; does not block. Its owner
 * bounds the bytes.
 */
public final class WebSocketWriter {

  private record Write(ByteBuffer frames, Consumer<@Nullable Throwable> done) {}

  private final WebSocketWire wire;
  private final Duration closeTimeout;
  private final Queue<Write> waiting = new ArrayDeque<>(2);
  private boolean writing;
  private boolean closing;

  /**
   * Creates the only writer of a socket.
   *
   * @param closeTimeout how long the client may take to read its frames and answer the close frame
   */
  public WebSocketWriter(WebSocketWire wire, Duration closeTimeout) {
    this.wire = wire;
    this.closeTimeout = closeTimeout;
  }

  /**
   * Writes whole frames, after those of earlier calls.
   *
   * @param done called once, by any thread; with the error if the socket failed
   */
  public void write(ByteBuffer frames, Consumer<@Nullable Throwable> done) {
    Write write = new Write(frames, done);
    synchronized (this) {
      if (writing) {
        waiting.add(write);
        return;
      }
      writing = true;
    }
    begin(write);
  }

  /** Answers a ping. */
  public void pong(byte[] payload) {
    write(ByteBuffer.wrap(WebSocketFrames.pongAnswer(payload)), error -> {});
  }

  /** Closes the socket after the frames of earlier calls. */
  public void close(int code, String reason) {
    close(WebSocketFrames.close(code, reason));
  }

  /** Answers the client's close frame with this payload, and closes the socket. */
  public void answerClose(byte[] payload) {
    close(WebSocketFrames.closeAnswer(payload));
  }

  /** Closes the socket now, if it is still open. */
  public void abort() {
    wire.abort();
  }

  private void close(byte[] frame) {
    synchronized (this) {
      if (closing) {
        return;
      }
      closing = true;
    }
    wire.closeAfter(closeTimeout);
    write(ByteBuffer.wrap(frame), error -> wire.end());
  }

  /**
   * Writes a frame and the waiting ones. A loop and no recursion, because a failed socket ends each
   * write before the call returns.
   */
  private void begin(Write first) {
    Write next = first;
    while (next != null) {
      next = endsAtOnce(next) ? next() : null;
    }
  }

  /** Writes; if the write ends later, the thread that learns of its end writes the next one. */
  private boolean endsAtOnce(Write write) {
    AtomicBoolean ended = new AtomicBoolean();
    wire.write(
        write.frames(),
        error -> {
          write.done().accept(error);
          if (!ended.compareAndSet(false, true)) {
            beginNext();
          }
        });
    return !ended.compareAndSet(false, true);
  }

  private void beginNext() {
    Write next = next();
    if (next != null) {
      begin(next);
    }
  }

  private synchronized @Nullable Write next() {
    Write next = waiting.poll();
    writing = next != null;
    return next;
  }
}
