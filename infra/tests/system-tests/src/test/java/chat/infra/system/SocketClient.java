package chat.infra.system;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A WebSocket client that keeps received frames until the test reads them. */
final class SocketClient implements WebSocket.Listener, AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder parts = new StringBuilder();
  private final WebSocket socket;

  private SocketClient(URI gateway, @Nullable String bearer) {
    WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
    if (bearer != null) {
      builder.header("Authorization", "Bearer " + bearer);
    }
    URI endpoint = URI.create(gateway.toString().replaceFirst("http", "ws") + "/ws");
    this.socket = builder.buildAsync(endpoint, this).join();
  }

  /** Opens a socket without sending a frame. */
  static SocketClient open(URI gateway) {
    return new SocketClient(gateway, null);
  }

  /** Opens a socket with the token in the handshake. */
  static SocketClient openAs(URI gateway, String token) {
    return new SocketClient(gateway, token);
  }

  /** Opens a socket, connects and joins rooms. */
  static SocketClient connect(URI gateway, User user, String... rooms) {
    for (String room : rooms) {
      catchUp(gateway, user, room);
    }
    SocketClient client = open(gateway);
    Map<String, Object> wanted =
        Arrays.stream(rooms).collect(Collectors.toMap(Function.identity(), room -> Map.of()));
    client.send(Map.of("type", "connect", "token", user.token(), "rooms", wanted));
    client.next("connected");
    client.take(rooms.length, "joined");
    return client;
  }

  /** Opens a socket and joins a room with presence; the presence state is the next frame. */
  static SocketClient watch(URI gateway, User user, String room) {
    catchUp(gateway, user, room);
    SocketClient client = openAs(gateway, user.token());
    client.next("connected");
    client.send(Map.of("type", "join", "room", room, "presence", true));
    client.next("joined");
    return client;
  }

  /**
   * Waits until a gateway has read all events of a room that any gateway acknowledged: a socket
   * that joins there next gets none of them as a live event.
   */
  static void catchUp(URI gateway, User user, String room) {
    new Rest(gateway, user.token()).get("/api/rooms/" + room);
  }

  void send(Map<String, ?> frame) {
    sendText(JSON.writeValueAsString(frame));
  }

  /**
   * Sends a message until it is acknowledged, and waits in between for as long as the error says:
   * too many refusals close the socket.
   */
  JsonNode sendUntilAcknowledged(Map<String, ?> message) {
    while (true) {
      send(message);
      JsonNode answer = next();
      while (!List.of("ack", "error").contains(answer.path("type").stringValue(""))) {
        answer = next();
      }
      if (answer.path("type").stringValue("").equals("ack")) {
        return answer;
      }
      if (!List.of("unavailable", "rate_limited").contains(answer.path("code").stringValue(""))) {
        throw new AssertionError("an ack was expected, but came " + answer);
      }
      LockSupport.parkNanos(
          Duration.ofMillis(answer.path("retryAfterMs").longValue(1000)).toNanos());
    }
  }

  void sendText(String text) {
    socket.sendText(text, true).orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** Sends one endless text in fragments, until the server closes. */
  void sendParts(String part, int count) {
    sendMany(part, false, count);
  }

  /** Sends the same text many times, until the server closes. */
  void flood(String text, int count) {
    sendMany(text, true, count);
  }

  private void sendMany(String text, boolean last, int count) {
    for (int i = 0; i < count && !closed.isDone(); i++) {
      try {
        socket.sendText(text, last).orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
      } catch (CompletionException e) {
        return;
      }
    }
  }

  void sendBinary(byte[] bytes) {
    socket
        .sendBinary(ByteBuffer.wrap(bytes), true)
        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  /** The next frame, which has to be of that type. */
  JsonNode next(String type) {
    JsonNode frame = next();
    if (!type.equals(frame.path("type").stringValue(""))) {
      throw new AssertionError("a frame " + type + " was expected, but came " + frame);
    }
    return frame;
  }

  JsonNode next() {
    try {
      JsonNode frame = frames.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (frame == null) {
        throw new AssertionError("no frame in " + PATIENCE + ", closed: " + closed);
      }
      Contract.check(frame);
      return frame;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The next frame, or null if none comes in time. */
  @Nullable JsonNode poll(Duration patience) {
    try {
      JsonNode frame = frames.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (frame != null) {
        Contract.check(frame);
      }
      return frame;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Whether the server closed it. */
  boolean isClosed() {
    return closed.isDone();
  }

  /** The next frame that is not of that type. */
  JsonNode nextBut(String type) {
    JsonNode frame = next();
    while (type.equals(frame.path("type").stringValue(""))) {
      frame = next();
    }
    return frame;
  }

  /** The next frames of that type; frames of other types are skipped. */
  List<JsonNode> take(int count, String type) {
    List<JsonNode> taken = new ArrayList<>();
    while (taken.size() < count) {
      JsonNode frame = next();
      if (type.equals(frame.path("type").stringValue(""))) {
        taken.add(frame);
      }
    }
    return taken;
  }

  /** Skips frames until one has that status of that user. */
  void awaitPresence(User who, String status, Duration patience) {
    long until = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < until) {
      JsonNode frame = poll(Duration.ofNanos(until - System.nanoTime()));
      if (frame != null
          && who.id().equals(frame.at("/user/id").stringValue(""))
          && status.equals(frame.path("status").stringValue(""))) {
        return;
      }
    }
    throw new AssertionError(who + " was not " + status + " within " + patience);
  }

  /** The number of received frames that the test has not read yet. */
  int waiting() {
    return frames.size();
  }

  /** The code with which the server closed. */
  int closeCode() {
    return closed.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  @Override
  public void close() {
    socket.abort();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    parts.append(data);
    if (last) {
      frames.add(JSON.readTree(parts.toString()));
      parts.setLength(0);
    }
    webSocket.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    closed.complete(1006);
  }
}
