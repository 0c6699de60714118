package chat.sockets.socketio;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A WebSocket without any protocol above it: what is sent and comes is literally so. */
final class RawSocket implements AutoCloseable, WebSocket.Listener {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final LinkedBlockingQueue<Object> received = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder text = new StringBuilder();
  private final WebSocket socket;

  RawSocket(URI server, String pathAndQuery, String... headers) {
    URI address = URI.create("ws" + server.toString().substring("http".length()) + pathAndQuery);
    WebSocket.Builder builder = CLIENT.newWebSocketBuilder();
    for (int i = 0; i < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    this.socket = builder.buildAsync(address, this).join();
  }

  void send(String frame) {
    socket.sendText(frame, true).join();
  }

  void send(byte... data) {
    socket.sendBinary(ByteBuffer.wrap(data), true).join();
  }

  /** Sends data to a server that may close the connection meanwhile. */
  void sendUntilClosed(byte... data) {
    socket.sendBinary(ByteBuffer.wrap(data), true).exceptionally(closing -> socket).join();
  }

  /** Sends the beginning of a message. */
  void begin(byte... data) {
    socket.sendBinary(ByteBuffer.wrap(data), false).join();
  }

  /** Sends the beginning of a message to a server that may close the connection meanwhile. */
  void beginUntilClosed(byte... data) {
    socket.sendBinary(ByteBuffer.wrap(data), false).exceptionally(closing -> socket).join();
  }

  /** Sends a ping of WebSocket's own. */
  void ping() {
    socket.sendPing(ByteBuffer.allocate(0)).join();
  }

  /** Sends a pong of WebSocket's own. */
  void pong() {
    socket.sendPong(ByteBuffer.allocate(0)).join();
  }

  /** The next text that is no ping; pings are answered. */
  String text() throws InterruptedException {
    Object next = next();
    return next.equals("2") ? text() : (String) next;
  }

  /** The next frame that is no ping, which is one of data. */
  byte[] data() throws InterruptedException {
    Object next = next();
    return next.equals("2") ? data() : (byte[]) next;
  }

  /** The next frame, whatever it is; data as an array. */
  Object next() throws InterruptedException {
    Object next = received.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    if (next == null) {
      throw new AssertionError("nothing came in " + PATIENCE);
    }
    return next;
  }

  /** Reads on up to a text. */
  void awaitText(String expected) throws InterruptedException {
    while (!expected.equals(next())) {
      // others first
    }
  }

  /** The code that the server closes with; 1006 if it just goes. */
  int closeCode() {
    return closed.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    text.append(part);
    if (last) {
      received.add(text.toString());
      text.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
    byte[] bytes = new byte[part.remaining()];
    part.get(bytes);
    received.add(bytes);
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.complete(1006);
  }

  @Override
  public void close() {
    socket.abort();
  }
}
