package chat.sockets.websocket;

import chat.sockets.budget.ClientMemory;
import chat.sockets.budget.MemoryBudget;
import chat.sockets.budget.TokenBucket;
import chat.sockets.fanout.CloseReason;
import chat.sockets.fanout.Outlet;
import chat.sockets.fanout.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket on one of Jetty's end points, from the upgrade on. Reads a bounded piece at a time,
 * so that no client keeps a thread to itself; writes what it is given as it is.
 */
final class WebSocketWire extends AbstractConnection
    implements Connection.UpgradeTo, Outlet, Callback, FrameReader.Events, FrameReader.Memory {

  /** What is read before others have their turn. */
  private static final int TURN_BYTES = 16 * 1024;

  /**
   * What is given to the kernel at once. The JDK copies as much for each try, however little the
   * kernel takes; and each piece that a slow client took is a sign of life of it.
   */
  private static final int WRITE_BYTES = 32 * 1024;

  private final ByteBufferPool buffers;
  private final WireFormat format;
  private final InstantSource clock;
  private final ClientMemory memory;
  private final FrameReader reader;
  private final TokenBucket controlFrames;
  private final Function<Outlet, WebSocketSession> sessions;
  private @Nullable WebSocketSession session;
  private @Nullable ByteBuffer unwritten;
  private @Nullable Consumer<@Nullable Throwable> whenWritten;
  private volatile @Nullable Thread writer;
  private volatile @Nullable Pongs pongs;
  private boolean flooded;

  /** What is reserved of a message that has not come completely; null while there is none. */
  private volatile MemoryBudget.@Nullable Reservation reserved;

  private volatile boolean closedByClient;
  private volatile boolean ended;

  WebSocketWire(
      EndPoint endPoint,
      Executor executor,
      ByteBufferPool buffers,
      WireFormat format,
      WebSocketOptions terms,
      ClientMemory memory,
      InstantSource clock,
      Function<Outlet, WebSocketSession> sessions) {
    super(endPoint, executor);
    this.buffers = buffers;
    this.format = format;
    this.clock = clock;
    this.memory = memory;
    this.reader = new FrameReader(this, this, terms.maxMessage(), format == DeflatedFrames.FORMAT);
    this.controlFrames = new TokenBucket(terms.controlFrames(), clock.millis());
    this.sessions = sessions;
  }

  @Override
  public void onUpgradeTo(ByteBuffer early) {
    // Before onOpen, but what came early has to meet a session.
    open();
    reader.read(early);
  }

  @Override
  public void onOpen() {
    super.onOpen();
    // Silence is noticed by fan-out's sweep; the end point needs no timer of its own.
    getEndPoint().setIdleTimeout(0);
    open();
    fillInterested();
  }

  @Override
  public void onFillable() {
    if (read()) {
      connection().whenCapacity(this::fillInterested);
    } else {
      readNoMore();
    }
  }

  @Override
  public void onFillInterestedFailed(Throwable cause) {
    readNoMore();
  }

  /** Whatever still knows of the socket, the begin of a message is not kept for it. */
  private void readNoMore() {
    reader.end();
    close();
  }

  @Override
  public void onClose(@Nullable Throwable cause) {
    super.onClose(cause);
    MemoryBudget.Reservation reservation = reserved;
    if (reservation != null) {
      reservation.end();
    }
    if (session != null) {
      connection().gone();
    }
  }

  // What the client says.

  @Override
  public void text(String text) {
    heard();
    if (!connection().isClosed()) {
      Objects.requireNonNull(session).handle(text);
    }
  }

  @Override
  public void ping(byte[] payload) {
    if (!count()) {
      return;
    }
    heard();
    if (pongs().isDue(payload)) {
      connection().send(WebSocketFrames.pong(payload));
    }
  }

  @Override
  public void pong() {
    if (count()) {
      heard();
    }
  }

  @Override
  public void emptyFragment() {
    count();
  }

  @Override
  public boolean reserve(int bytes) {
    MemoryBudget.Reservation reservation = reserved;
    if (reservation == null) {
      boolean isKnown = session != null && session.isKnown();
      reservation = (isKnown ? memory.ofKnown() : memory.ofUnknown()).reserve(this::evicted);
      reserved = reservation;
    }
    // Who is gone meanwhile was, or is, told to let go of the share.
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
    connection().close(WebSocketFrames.close(CloseCodes.answer(payload)));
    if (ended) {
      close();
    }
  }

  @Override
  public void broken(CloseReason reason) {
    connection().close(reason);
  }

  // What the shard says.

  @Override
  public WireFormat format() {
    return format;
  }

  @Override
  public void write(ByteBuffer frames, Consumer<@Nullable Throwable> done) {
    unwritten = frames;
    whenWritten = done;
    Pongs asked = pongs;
    if (asked != null) {
      asked.writing();
    }
    writeOn(frames);
  }

  @Override
  public void end() {
    ended = true;
    if (closedByClient) {
      close();
    } else {
      getEndPoint().shutdownOutput();
    }
  }

  @Override
  public void abort() {
    close();
  }

  // What becomes of a write.

  @Override
  public void succeeded() {
    ByteBuffer rest = Objects.requireNonNull(unwritten);
    if (Thread.currentThread() != writer) {
      heard(); // It had to wait until the client took something.
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
    if (session == null) {
      session = sessions.apply(this);
    }
  }

  /** Whether there may be more to come. */
  private boolean read() {
    RetainableByteBuffer buffer = buffers.acquire(TURN_BYTES, true);
    try {
      int count = getEndPoint().fill(buffer.getByteBuffer());
      reader.read(buffer.getByteBuffer());
      return count >= 0;
    } catch (IOException e) {
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
      connection().send(WebSocketFrames.pong(ping));
    }
    done.accept(error);
  }

  /** What says nothing counts for no user, so it is counted here; false if it is too much. */
  private boolean count() {
    if (!flooded && !controlFrames.tryAcquire(clock.millis())) {
      flooded = true;
      connection().close(CloseReason.FLOODING);
    }
    return !flooded;
  }

  /** Made for who pings, which browsers don't. */
  private Pongs pongs() {
    Pongs present = pongs;
    if (present == null) {
      present = new Pongs();
      pongs = present;
    }
    return present;
  }

  /** Others need the memory that a message's rest is awaited in. */
  private void evicted() {
    connection().evict();
  }

  private void heard() {
    connection().heard(clock.millis());
  }

  private chat.sockets.fanout.Connection connection() {
    return Objects.requireNonNull(session).connection();
  }
}
