package chat.sockets.websocket;

import chat.sockets.budget.TokenBucket;
import chat.sockets.fanout.Batch;
import chat.sockets.fanout.CloseReason;
import chat.sockets.fanout.Connection;
import chat.sockets.fanout.Outlet;
import chat.sockets.fanout.WireFormat;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The WebSocket of a hub's connection. */
final class HubSocket implements Outlet, WebSocketHandler {

  private final WebSocketWire wire;
  private final WireFormat format;
  private final int maxMessage;
  private final TokenBucket controlFrames;
  private final InstantSource clock;
  private final WebSocketSession session;
  private boolean flooded;

  HubSocket(
      WebSocketWire wire,
      WireFormat format,
      WebSocketOptions options,
      InstantSource clock,
      Function<Outlet, WebSocketSession> sessions) {
    this.wire = wire;
    this.format = format;
    this.maxMessage = options.maxMessage();
    this.controlFrames = new TokenBucket(options.controlFrames(), clock.millis());
    this.clock = clock;
    this.session = sessions.apply(this);
  }

  // Frames of the client.

  @Override
  public boolean isKnown() {
    return session.isKnown();
  }

  @Override
  public int maxMessage() {
    return maxMessage;
  }

  /** None, because the hub's sweep closes silent connections. */
  @Override
  public Duration idleTimeout() {
    return Duration.ZERO;
  }

  @Override
  public void text(String text) {
    heard();
    if (!connection().isClosed()) {
      session.handle(text);
    }
  }

  @Override
  public void data(byte[] data) {
    connection().close(CloseReason.BAD_FRAME);
  }

  /** No limit of a user counts control frames, so they are counted here. */
  @Override
  public boolean acceptsControlFrame() {
    if (!flooded && !controlFrames.tryAcquire(clock.millis())) {
      flooded = true;
      connection().close(CloseReason.FLOODING);
    }
    return !flooded;
  }

  @Override
  public void heard() {
    connection().heard(clock.millis());
  }

  @Override
  public void sendPong(byte[] payload) {
    connection().send(WebSocketFrames.pong(payload));
  }

  @Override
  public void closedByClient(byte[] payload) {
    connection().close(WebSocketFrames.close(payload));
  }

  @Override
  public void broken(CloseReason reason) {
    connection().close(reason);
  }

  @Override
  public void whenCapacity(Runnable readMore) {
    session.whenHandled(() -> connection().whenCapacity(readMore));
  }

  @Override
  public void evicted() {
    connection().evict();
  }

  @Override
  public void gone() {
    connection().gone();
  }

  // Writes of the shard.

  @Override
  public WireFormat format() {
    return format;
  }

  @Override
  public void write(ByteBuffer bytes, Batch batch, Consumer<@Nullable Throwable> done) {
    wire.write(bytes, done);
  }

  @Override
  public void end() {
    wire.end();
  }

  @Override
  public void abort() {
    wire.abort();
  }

  private Connection connection() {
    return session.connection();
  }
}
