package chat.sockets.engineio;

import static java.nio.charset.StandardCharsets.UTF_8;

import chat.sockets.fanout.CloseReason;
import chat.sockets.websocket.WebSocketFrames;
import chat.sockets.websocket.WebSocketHandler;
import chat.sockets.websocket.WebSocketWire;
import chat.sockets.websocket.WebSocketWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Relays a WebSocket whose session is at another gateway, in both directions. */
final class RelaySocket implements WebSocketHandler, WebSocket.Listener {

  private static final int GONE = 1001;
  private static final int MALFORMED = 1002;
  private static final int NOT_NOW = 1008;
  private static final int TOO_MUCH = 1009;
  private static final int TRY_AGAIN_LATER = 1013;

  /** A client sends only its probe before the other gateway is reached. */
  private static final int MOST_EARLY = 16 * 1024;

  private final EngineSettings settings;
  private final InstantSource clock;
  private final LongPredicate controlFrames;
  private final WebSocketWriter here;
  private final Runnable ended;
  private final AtomicLong waiting = new AtomicLong();
  private final CompletableFuture<WebSocket> there;
  private CompletableFuture<?> last;

  /** Completes when the other gateway has all that the client sent; null until a side closes. */
  private @Nullable CompletionStage<?> left;

  private boolean inMessage;

  /**
   * Connects a WebSocket that has opened to its session.
   *
   * @param ended run once, when the client is gone and the other gateway has all that it sent
   */
  RelaySocket(
      HttpClient client,
      URI address,
      EngineSettings settings,
      InstantSource clock,
      WebSocketWire wire,
      Runnable ended) {
    this.settings = settings;
    this.clock = clock;
    this.controlFrames = settings.controlFrames().apply(clock.millis());
    this.here = new WebSocketWriter(wire, settings.closeTimeout());
    this.ended = ended;
    String text = address.toString();
    this.there =
        client
            .newWebSocketBuilder()
            .header(Forwarder.FORWARDED, "1")
            .buildAsync(URI.create("ws" + text.substring("http".length())), this);
    this.last = there;
    CompletionStage<WebSocket> connected = there;
    connected.whenComplete(
        (socket, error) -> {
          if (error != null) {
            close(GONE, "its gateway is gone");
          }
        });
  }

  // What the client sends.

  /** Only the session's gateway knows. */
  @Override
  public boolean isKnown() {
    return false;
  }

  @Override
  public int maxMessage() {
    return settings.maxPayload();
  }

  @Override
  public Duration idleTimeout() {
    return settings.idleTimeout();
  }

  @Override
  public void text(String text) {
    hand(text.length(), socket -> socket.sendText(text, true));
  }

  @Override
  public void data(byte[] data) {
    hand(data.length, socket -> socket.sendBinary(ByteBuffer.wrap(data), true));
  }

  @Override
  public boolean acceptsControlFrame() {
    if (isLeaving()) {
      return false;
    }
    boolean isAccepted = controlFrames.test(clock.millis());
    if (!isAccepted) {
      close(NOT_NOW, "too many control frames");
    }
    return isAccepted;
  }

  @Override
  public void sendPong(byte[] payload) {
    here.pong(payload);
  }

  @Override
  public void closedByClient(byte[] payload) {
    here.answerClose(payload);
    CompletionStage<?> unused = leave();
  }

  @Override
  public void broken(CloseReason reason) {
    switch (reason) {
      case FRAME_TOO_LARGE -> close(TOO_MUCH, "message too large");
      case TOO_SLOW -> close(TRY_AGAIN_LATER, "not possible at present");
      default -> close(MALFORMED, "not a frame");
    }
  }

  /** There is no back-pressure: a client that sends faster than its session reads is closed. */
  @Override
  public void whenCapacity(Runnable readMore) {
    readMore.run();
  }

  @Override
  public void evicted() {
    here.abort();
  }

  @Override
  public void gone() {
    leave().whenComplete((done, error) -> ended.run());
  }

  // What the session sends.

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean isLast) {
    relay(socket, part.toString().getBytes(UTF_8), false, isLast);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean isLast) {
    byte[] bytes = new byte[part.remaining()];
    part.get(bytes);
    relay(socket, bytes, true, isLast);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    close(code == 1005 || code == 1006 ? GONE : code, reason);
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    close(GONE, "its gateway is gone");
  }

  private interface Sending {
    CompletableFuture<?> to(WebSocket socket);
  }

  /**
   * Sends a message to the other gateway, after the earlier ones. Closes a client with too many
   * bytes in flight, and drops messages after the close.
   */
  private synchronized void hand(int length, Sending sending) {
    if (isLeaving()) {
      return;
    }
    if (waiting.addAndGet(length) > (there.isDone() ? 2L * settings.maxPayload() : MOST_EARLY)) {
      close(TOO_MUCH, "too much at once");
      return;
    }
    last =
        last.thenCompose(before -> sending.to(Objects.requireNonNull(there.getNow(null))))
            .whenComplete((done, error) -> sent(length, error));
  }

  private void sent(int length, @Nullable Throwable error) {
    waiting.addAndGet(-length);
    if (error != null) {
      close(GONE, "its gateway is gone");
    }
  }

  /** Writes a part of a message, then asks for the next one. */
  private void relay(WebSocket socket, byte[] part, boolean binary, boolean isLast) {
    if (isLeaving()) {
      socket.request(1); // No frame may follow a close frame.
      return;
    }
    ByteBuffer frame = WebSocketFrames.part(part, binary, !inMessage, isLast);
    inMessage = !isLast;
    here.write(
        frame,
        error -> {
          if (error == null) {
            socket.request(1);
          } else {
            CompletionStage<?> unused = leave();
          }
        });
  }

  private void close(int code, String reason) {
    here.close(code, reason);
    CompletionStage<?> unused = leave();
  }

  /** Disconnects from the other gateway when it has all that the client sent before. */
  private synchronized CompletionStage<?> leave() {
    if (left == null) {
      CompletionStage<WebSocket> connected = there;
      left =
          last.copy()
              .orTimeout(settings.closeTimeout().toMillis(), TimeUnit.MILLISECONDS)
              .whenComplete((done, error) -> connected.thenAccept(WebSocket::abort));
    }
    return left;
  }

  private synchronized boolean isLeaving() {
    return left != null;
  }
}
