package chat.sockets.engineio;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;

/** A WebSocket whose session is elsewhere: hands on what comes from either side, in order. */
public final class RelaySocket implements Session.Listener.AutoDemanding, WebSocket.Listener {

  private static final int TOO_MUCH = 1009;
  private static final int GONE = 1001;

  /** What a client says before its place is reached is that it tries. */
  private static final int MOST_EARLY = 16 * 1024;

  private final long limit;
  private final Duration patience;
  private final Runnable ended;
  private final AtomicLong waiting = new AtomicLong();
  private final CompletableFuture<WebSocket> there;
  private CompletableFuture<?> last;
  private final CompletableFuture<Session> here = new CompletableFuture<>();

  /**
   * One that is about to open.
   *
   * @param limit how many bytes from the client may wait to be handed on
   * @param patience how long nothing may come at all
   * @param ended run once, when the client is gone
   */
  RelaySocket(HttpClient client, URI address, long limit, Duration patience, Runnable ended) {
    this.limit = limit;
    this.patience = patience;
    this.ended = ended;
    String text = address.toString();
    this.there =
        client
            .newWebSocketBuilder()
            .header(Forwarder.FORWARDED, "1")
            .buildAsync(URI.create("ws" + text.substring("http".length())), this);
    this.last = there;
  }

  @Override
  public void onWebSocketOpen(Session session) {
    session.setIdleTimeout(patience);
    here.complete(session);
    CompletionStage<?> connected = there;
    connected.whenComplete(
        (socket, error) -> {
          if (error != null) {
            close(GONE, "its place is gone");
          }
        });
  }

  @Override
  public void onWebSocketPartialText(String part, boolean isLast) {
    hand(part.length(), socket -> socket.sendText(part, isLast));
  }

  @Override
  public void onWebSocketPartialBinary(ByteBuffer part, boolean isLast, Callback callback) {
    ByteBuffer copy = ByteBuffer.allocate(part.remaining()).put(part).flip();
    hand(copy.remaining(), socket -> socket.sendBinary(copy, isLast));
    callback.succeed();
  }

  @Override
  public void onWebSocketError(Throwable error) {}

  @Override
  public void onWebSocketClose(int code, @Nullable String reason, Callback callback) {
    ended.run();
    CompletionStage<WebSocket> connected = there;
    connected.thenAccept(WebSocket::abort);
    callback.succeed();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean isLast) {
    String text = part.toString();
    told(session -> session.sendPartialText(text, isLast, next(socket)));
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean isLast) {
    ByteBuffer copy = ByteBuffer.allocate(part.remaining()).put(part).flip();
    told(session -> session.sendPartialBinary(copy, isLast, next(socket)));
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    close(code == 1005 || code == 1006 ? GONE : code, reason);
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    close(GONE, "its place is gone");
  }

  private interface Sending {
    CompletableFuture<?> to(WebSocket socket);
  }

  private interface Telling {
    void to(Session session);
  }

  /** One after the other; a client that sends more than its session takes is let go. */
  private synchronized void hand(int length, Sending sending) {
    if (waiting.addAndGet(length) > (there.isDone() ? limit : MOST_EARLY)) {
      close(TOO_MUCH, "too much at once");
      return;
    }
    last =
        last.thenCompose(before -> sending.to(Objects.requireNonNull(there.getNow(null))))
            .thenRun(() -> waiting.addAndGet(-length));
  }

  private void told(Telling telling) {
    CompletionStage<Session> open = here;
    open.thenAccept(telling::to);
  }

  private void close(int code, String reason) {
    told(session -> session.close(code, reason, Callback.NOOP));
    CompletionStage<WebSocket> connected = there;
    connected.thenAccept(WebSocket::abort);
  }

  /** The next piece is asked for when this one is on its way. */
  private static Callback next(WebSocket socket) {
    return Callback.from(() -> socket.request(1), error -> socket.abort());
  }
}
