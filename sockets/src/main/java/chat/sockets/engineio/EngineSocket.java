package chat.sockets.engineio;

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

/** A session's WebSocket. It may be used by any thread, and blocks none. */
final class EngineSocket implements WebSocketHandler, FrameSocket {

  private static final int MALFORMED = 1002;
  private static final int TOO_LARGE = 1009;
  private static final int TRY_AGAIN_LATER = 1013;

  private final Engine engine;
  private final WebSocketWriter writer;
  private volatile @Nullable EngineSession session;

  private EngineSocket(Engine engine, WebSocketWire wire, @Nullable EngineSession session) {
    this.engine = engine;
    this.writer = new WebSocketWriter(wire, engine.settings().closeTimeout());
    this.session = session;
  }

  /**
   * Begins on a WebSocket that has opened.
   *
   * @param address where its client is
   * @param session the session that it is to be an upgrade of; null to open one
   */
  static EngineSocket open(
      Engine engine, String address, @Nullable EngineSession session, WebSocketWire wire) {
    EngineSocket socket = new EngineSocket(engine, wire, session);
    if (session == null) {
      engine.open(address, socket, begun -> socket.session = begun);
    } else {
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

  /** The session's pings notice silence; this is for sockets that have none. */
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
    session().disconnected(this);
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
