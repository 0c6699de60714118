package chat.sockets.engineio;

import chat.sockets.budget.SocketCounts;
import chat.sockets.fanout.CloseReason;
import chat.sockets.websocket.WebSocketFrames;
import chat.sockets.websocket.WebSocketHandler;
import chat.sockets.websocket.WebSocketWire;
import chat.sockets.websocket.WebSocketWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A session's WebSocket. Any thread may use it, and it blocks none. */
final class EngineSocket implements WebSocketHandler, FrameSocket {

  private static final int MALFORMED = 1002;
  private static final int TOO_LARGE = 1009;
  private static final int TRY_AGAIN_LATER = 1013;

  private final Engine engine;
  private final WebSocketWriter writer;
  private volatile @Nullable EngineSession session;

  /** Counts a socket that is to replace polling, until it has; null if it began a session. */
  private volatile SocketCounts.@Nullable Counted counted;

  private EngineSocket(Engine engine, WebSocketWire wire, @Nullable EngineSession session) {
    this.engine = engine;
    this.writer = new WebSocketWriter(wire, engine.settings().closeTimeout());
    this.session = session;
  }

  /**
   * Serves a WebSocket that has opened.
   *
   * @param address address of the client
   * @param session the session whose polling it is to replace; null: it opens a session
   */
  static EngineSocket open(
      Engine engine, String address, @Nullable EngineSession session, WebSocketWire wire) {
    EngineSocket socket = new EngineSocket(engine, wire, session);
    if (session == null) {
      engine.open(address, socket, begun -> socket.session = begun);
    } else {
      socket.counted = engine.counts().openFurther(session.address());
      session.upgrading(socket);
    }
    return socket;
  }

  // What the client sends.

  @Override
  public boolean isKnown() {
    return session().isKnown();
  }

  @Override
  public int maxMessage() {
    return engine.settings().maxPayload(isKnown());
  }

  /** For sockets without a session; in others the session's pings notice silence. */
  @Override
  public Duration idleTimeout() {
    return engine.settings().idleTimeout();
  }

  @Override
  public void text(String text) {
    try {
      session().handle(this, IncomingPacket.ofText(text));
    } catch (MalformedPacket e) {
      session().refuse(this, MALFORMED, "not a packet");
    }
  }

  @Override
  public void data(byte[] data) {
    session().handle(this, IncomingPacket.ofBinary(data));
  }

  @Override
  public boolean acceptsControlFrame() {
    return session().count(this);
  }

  @Override
  public void sendPong(byte[] payload) {
    writer.pong(payload);
  }

  @Override
  public void closedByClient(byte[] payload) {
    writer.answerClose(payload);
    session().disconnected(this);
  }

  @Override
  public void broken(CloseReason reason) {
    switch (reason) {
      case FRAME_TOO_LARGE -> session().refuse(this, TOO_LARGE, "message too large");
      case TOO_SLOW -> session().refuse(this, TRY_AGAIN_LATER, "not possible at present");
      default -> session().refuse(this, MALFORMED, "not a frame");
    }
  }

  /** The session bounds the queue, and ends if its client reads too slowly. */
  @Override
  public void whenCapacity(Runnable readMore) {
    readMore.run();
  }

  @Override
  public void evicted() {
    abort();
  }

  @Override
  public void gone() {
    try {
      session().disconnected(this);
    } finally {
      upgraded();
    }
  }

  // What the session writes.

  @Override
  public void write(List<OutgoingPacket> packets, Consumer<@Nullable Throwable> done) {
    int size = 0;
    for (OutgoingPacket packet : packets) {
      size += WebSocketFrames.frameSize(packet.bytes().length);
    }
    ByteBuffer frames = ByteBuffer.allocate(size);
    for (OutgoingPacket packet : packets) {
      WebSocketFrames.putFrame(packet.bytes(), packet.binary(), frames);
    }
    writer.write(frames.flip(), done);
  }

  @Override
  public void write(EncodedPackets packets, Consumer<@Nullable Throwable> done) {
    writer.write(packets.frames(), done);
  }

  @Override
  public void upgraded() {
    SocketCounts.Counted extra = counted;
    if (extra != null) {
      extra.end();
    }
  }

  @Override
  public void close(int code, String reason) {
    writer.close(code, reason);
  }

  @Override
  public void abort() {
    writer.abort();
  }

  private EngineSession session() {
    return Objects.requireNonNull(session);
  }
}
