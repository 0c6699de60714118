package chat.sockets.engineio;

import chat.sockets.budget.MemoryBudget;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.common.WebSocketSession;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;

/**
 * A session's WebSocket. Messages are taken in parts, so that one that is too large is never held
 * as a whole; packets go out by Jetty's core session, those of one write in one go.
 */
public final class EngineSocket implements Session.Listener.AutoDemanding, FrameSocket {

  private static final int TOO_LARGE = 1009;
  private static final int MALFORMED = 1002;
  private static final int TRY_AGAIN_LATER = 1013;

  private final Engine engine;
  private final String address;
  private final Pongs pongs = new Pongs(this::pong);
  private @Nullable EngineSession session;
  private @Nullable CoreSession jetty;
  private @Nullable StringBuilder text;
  private @Nullable ByteArrayOutputStream data;

  /** Of a message whose rest is to come; null while there is none. */
  private volatile MemoryBudget.@Nullable Reservation incomplete;

  private volatile boolean gone;

  /**
   * A socket that is about to open.
   *
   * @param address where its client is
   * @param session the session that it is to be an upgrade of; null to open one
   */
  EngineSocket(Engine engine, String address, @Nullable EngineSession session) {
    this.engine = engine;
    this.address = address;
    this.session = session;
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    // Silence is noticed by our own pings; Jetty's time-out is for what they don't see.
    opened.setIdleTimeout(engine.settings().idleTimeout());
    jetty = ((WebSocketSession) opened).getCoreSession();
    if (session != null) {
      session.upgrading(this);
    } else {
      engine.open(address, this, begun -> session = begun);
    }
  }

  @Override
  public void onWebSocketPartialText(String part, boolean last) {
    StringBuilder soFar = text == null ? new StringBuilder() : text;
    text = last ? null : soFar;
    if (soFar.length() + part.length() > maxPayload()) {
      refuse(TOO_LARGE, "message too large");
      return;
    }
    if (!last && !reserve((long) part.length() * Character.BYTES)) {
      refuse(TRY_AGAIN_LATER, "not possible at present");
      return;
    }
    soFar.append(part);
    if (last) {
      release();
      handle(soFar.toString());
    }
  }

  private void handle(String packet) {
    if (!fits(packet)) {
      refuse(TOO_LARGE, "message too large");
      return;
    }
    try {
      session().handle(this, IncomingPacket.ofText(packet));
    } catch (MalformedPacket e) {
      refuse(MALFORMED, "not a packet");
    }
  }

  @Override
  public void onWebSocketPartialBinary(
      ByteBuffer part, boolean last, org.eclipse.jetty.websocket.api.Callback callback) {
    ByteArrayOutputStream soFar = data == null ? new ByteArrayOutputStream() : data;
    data = last ? null : soFar;
    if (soFar.size() + part.remaining() > maxPayload()) {
      refuse(TOO_LARGE, "message too large");
    } else if (!last && !reserve(part.remaining())) {
      refuse(TRY_AGAIN_LATER, "not possible at present");
    } else {
      byte[] bytes = new byte[part.remaining()];
      part.get(bytes);
      soFar.writeBytes(bytes);
      if (last) {
        release();
        session().handle(this, IncomingPacket.ofBinary(soFar.toByteArray()));
      }
    }
    callback.succeed();
  }

  /** Answered here and not by Jetty, which would not tell of it, so it could not be counted. */
  @Override
  public void onWebSocketPing(ByteBuffer payload) {
    if (session().count(this)) {
      pongs.answer(payload);
    }
  }

  @Override
  public void onWebSocketPong(ByteBuffer payload) {
    session().count(this);
  }

  /** The end follows, and is what counts. */
  @Override
  public void onWebSocketError(Throwable error) {}

  @Override
  public void onWebSocketClose(
      int code, @Nullable String reason, org.eclipse.jetty.websocket.api.Callback callback) {
    gone = true;
    MemoryBudget.Reservation held = incomplete;
    if (held != null) {
      held.end();
    }
    if (session != null) {
      session.disconnected(this);
    }
    callback.succeed();
  }

  @Override
  public void write(List<OutgoingPacket> packets, Consumer<@Nullable Throwable> done) {
    CoreSession open = Objects.requireNonNull(jetty);
    int last = packets.size() - 1;
    for (int i = 0; i < last; i++) {
      open.sendFrame(frame(packets.get(i)), Callback.NOOP, true);
    }
    open.sendFrame(frame(packets.get(last)), Callback.from(() -> done.accept(null), done), false);
  }

  @Override
  public void write(EncodedPackets packets, Consumer<@Nullable Throwable> done) {
    Objects.requireNonNull(jetty)
        .sendFrame(new FrameBatch(packets), Callback.from(() -> done.accept(null), done), false);
  }

  @Override
  public void close(int code, String reason) {
    CoreSession open = Objects.requireNonNull(jetty);
    open.setIdleTimeout(engine.settings().closeTimeout());
    open.close(code, reason, Callback.from(() -> {}, error -> open.abort()));
  }

  @Override
  public void abort() {
    Objects.requireNonNull(jetty).abort();
  }

  private void pong(byte[] payload, Runnable done) {
    Frame frame = new Frame(OpCode.PONG, ByteBuffer.wrap(payload));
    Objects.requireNonNull(jetty).sendFrame(frame, Callback.from(done, error -> done.run()), false);
  }

  private void refuse(int code, String reason) {
    text = null;
    data = null;
    release();
    session().refuse(this, code, reason);
  }

  private boolean reserve(long bytes) {
    MemoryBudget.Reservation reservation = incomplete;
    if (reservation == null) {
      reservation = engine.incomplete(session).reserve(this::abort);
      incomplete = reservation;
    }
    // Who is gone meanwhile has ended the reservation, or sees here that it has to.
    return reservation.acquire(bytes) && !gone;
  }

  private void release() {
    MemoryBudget.Reservation reservation = incomplete;
    if (reservation != null) {
      reservation.release();
      incomplete = null;
    }
  }

  private int maxPayload() {
    return engine.settings().maxPayload(session().isKnown());
  }

  private EngineSession session() {
    return Objects.requireNonNull(session);
  }

  private static Frame frame(OutgoingPacket packet) {
    return new Frame(
        packet.binary() ? OpCode.BINARY : OpCode.TEXT, ByteBuffer.wrap(packet.bytes()));
  }

  /** A character is at most three bytes, so most texts need no count. */
  private boolean fits(String packet) {
    int limit = maxPayload();
    return packet.length() * 3L <= limit || packet.getBytes(StandardCharsets.UTF_8).length <= limit;
  }
}
