package chat.sockets.websocket;

import chat.sockets.budget.ClientMemory;
import chat.sockets.budget.MemoryBudget;
import chat.sockets.fanout.CloseReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One WebSocket on one of Jetty's end points, from the upgrade on. Reads a bounded number of bytes
 * at a time, so that no client occupies a thread; writes encoded frames unchanged.
 */
public final class WebSocketWire extends AbstractConnection
    implements Connection.UpgradeTo, Callback, FrameReader.Events, FrameReader.Memory {

  private static final Logger LOG = LoggerFactory.getLogger(WebSocketWire.class);

  /** The maximum number of bytes read before other sockets have their turn. */
  private static final int TURN_BYTES = 16 * 1024;

  /**
   * The maximum number of bytes of one write. The JDK copies all of them for each try, even if the
   * kernel accepts few; and each piece that a slow client reads shows that it is alive.
   */
  private static final int WRITE_BYTES = 32 * 1024;

  /** Shorter rests need no timer. */
  private static final long NO_REST_NANOS = 1_000_000;

  private final Scheduler scheduler;
  private final ByteBufferPool buffers;
  private final ClientMemory memory;
  private final FrameReader reader;
  private final Function<WebSocketWire, WebSocketHandler> handlers;
  private final AtomicBoolean gone = new AtomicBoolean();
  private volatile @Nullable WebSocketHandler handler;
  private @Nullable ByteBuffer unwritten;
  private @Nullable Consumer<@Nullable Throwable> whenWritten;
  private volatile @Nullable Thread writer;
  private volatile @Nullable Pongs pongs;

  /** The memory of an incomplete message; null while there is none. */
  private volatile MemoryBudget.@Nullable Reservation reserved;

  /** Closes the socket at its deadline; null while it has none. */
  private volatile Scheduler.@Nullable Task closing;

  private volatile boolean closedByClient;
  private volatile boolean ended;

  WebSocketWire(
      EndPoint endPoint,
      Executor executor,
      Scheduler scheduler,
      ByteBufferPool buffers,
      boolean mayBeCompressed,
      boolean mayBeBinary,
      ClientMemory memory,
      Function<WebSocketWire, WebSocketHandler> handlers) {
    super(endPoint, executor);
    this.scheduler = scheduler;
    this.buffers = buffers;
    this.memory = memory;
    this.reader =
        new FrameReader(this, this, () -> handler().maxMessage(), mayBeCompressed, mayBeBinary);
    this.handlers = handlers;
  }

  @Override
  public void onUpgradeTo(ByteBuffer early) {
    // Jetty calls this before onOpen, but the early bytes need a handler.
    open();
    reader.read(early);
  }

  @Override
  public void onOpen() {
    super.onOpen();
    open();
    setIdleTimeout(handler().idleTimeout());
    fillInterested();
    if (!getEndPoint().isOpen()) {
      gone(); // It closed before the upgrade, so onClose does not come.
    }
  }

  @Override
  public void onFillable() {
    long begun = System.nanoTime();
    if (!read()) {
      readNoMore();
    } else if (handler().isKnown()) {
      handler().whenCapacity(this::fillInterested);
    } else {
      long rest = memory.readsOfUnknown().after(begun, System.nanoTime());
      handler().whenCapacity(() -> readOnAfter(rest));
    }
  }

  private void readOnAfter(long nanos) {
    if (nanos < NO_REST_NANOS) {
      fillInterested();
    } else {
      var unused = scheduler.schedule(this::fillInterested, nanos, TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public void onFillInterestedFailed(Throwable cause) {
    readNoMore();
  }

  /** Frees an incomplete message now, because other objects may refer to the socket for longer. */
  private void readNoMore() {
    reader.end();
    close();
  }

  @Override
  public void onClose(@Nullable Throwable cause) {
    super.onClose(cause);
    Scheduler.Task due = closing;
    if (due != null) {
      due.cancel();
    }
    MemoryBudget.Reservation reservation = reserved;
    if (reservation != null) {
      reservation.end();
    }
    gone();
  }

  private void gone() {
    WebSocketHandler present = handler;
    if (present != null && gone.compareAndSet(false, true)) {
      present.gone();
    }
  }

  // Frames of the client.

  @Override
  public void text(String text) {
    handler().text(text);
  }

  @Override
  public void data(byte[] data) {
    handler().data(data);
  }

  @Override
  public void ping(byte[] payload) {
    if (countControlFrame() && pongs().isDue(payload)) {
      handler().sendPong(payload);
    }
  }

  @Override
  public void pong() {
    countControlFrame();
  }

  @Override
  public void emptyFragment() {
    boolean unused = handler().acceptsControlFrame();
  }

  @Override
  public boolean reserve(int bytes) {
    MemoryBudget.Reservation reservation = reserved;
    if (reservation == null) {
      MemoryBudget budget = handler().isKnown() ? memory.ofKnown() : memory.ofUnknown();
      reservation = budget.reserve(handler()::evicted);
      reserved = reservation;
    }
    // If the socket has ended meanwhile, onClose has ended the reservation, or will.
    return reservation.acquire(bytes) && getEndPoint().isOpen();
  }

  @Override
  public void release() {
    MemoryBudget.Reservation reservation = reserved;
    if (reservation != null) {
      reservation.release();
      reserved = null;
    }
  }

  @Override
  public void close(byte[] payload) {
    closedByClient = true;
    handler().closedByClient(CloseCodes.answer(payload));
    if (ended) {
      close();
    }
  }

  @Override
  public void broken(CloseReason reason) {
    handler().broken(reason);
  }

  // Writes of the handler.

  /**
   * Writes whole frames. The next call comes only after this one is done.
   *
   * @param done called once, by any thread, also before this returns; with the error if the socket
   *     failed
   */
  public void write(ByteBuffer bytes, Consumer<@Nullable Throwable> done) {
    unwritten = bytes;
    whenWritten = done;
    Pongs asked = pongs;
    if (asked != null) {
      asked.writing();
    }
    writeOn(bytes);
  }

  /** Closes the socket after a close frame was written, once the client has answered it. */
  public void end() {
    ended = true;
    if (closedByClient) {
      close();
    } else {
      getEndPoint().shutdownOutput();
    }
  }

  /** Closes the socket after this time without a read or write; zero for never. */
  private void setIdleTimeout(Duration time) {
    getEndPoint().setIdleTimeout(time.toMillis());
  }

  /** Closes the socket after this time, whatever is read or written until then. Called once. */
  void closeAfter(Duration time) {
    closing = scheduler.schedule(this::close, time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Closes the socket now, if it is still open. */
  public void abort() {
    close();
  }

  // The outcome of a write.

  @Override
  public void succeeded() {
    ByteBuffer rest = Objects.requireNonNull(unwritten);
    if (Thread.currentThread() != writer) {
      handler().heard(); // The write had to wait until the client read something.
    }
    if (rest.hasRemaining()) {
      writeOn(rest);
    } else {
      written(null);
    }
  }

  @Override
  public void failed(Throwable error) {
    written(error);
  }

  @Override
  public InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  private void open() {
    if (handler == null) {
      handler = handlers.apply(this);
    }
  }

  /** Reads once; returns false if the socket has ended or failed. */
  private boolean read() {
    RetainableByteBuffer buffer = buffers.acquire(TURN_BYTES, true);
    try {
      int count = getEndPoint().fill(buffer.getByteBuffer());
      reader.read(buffer.getByteBuffer());
      return count >= 0;
    } catch (IOException e) {
      return false;
    } catch (RuntimeException e) {
      LOG.error("a message of a client failed, its socket is closed", e);
      return false;
    } finally {
      buffer.release();
    }
  }

  private void writeOn(ByteBuffer rest) {
    int length = Math.min(rest.remaining(), WRITE_BYTES);
    ByteBuffer piece = rest.slice(rest.position(), length);
    rest.position(rest.position() + length);
    writer = Thread.currentThread();
    getEndPoint().write(this, piece);
    writer = null;
  }

  private void written(@Nullable Throwable error) {
    Consumer<@Nullable Throwable> done = Objects.requireNonNull(whenWritten);
    unwritten = null;
    whenWritten = null;
    Pongs asked = pongs;
    byte[] ping = asked == null ? null : asked.written();
    if (ping != null) {
      handler().sendPong(ping);
    }
    done.accept(error);
  }

  private boolean countControlFrame() {
    boolean isAccepted = handler().acceptsControlFrame();
    if (isAccepted) {
      handler().heard();
    }
    return isAccepted;
  }

  /** Made at the first ping; browsers send none. */
  private Pongs pongs() {
    Pongs present = pongs;
    if (present == null) {
      present = new Pongs();
      pongs = present;
    }
    return present;
  }

  private WebSocketHandler handler() {
    return Objects.requireNonNull(handler);
  }
}
