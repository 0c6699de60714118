package chat.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** The time in which a user sees the first page of the own rooms, by a new socket and by REST. */
final class FirstPages {

  private static final int WARM = 20;
  private static final int SOCKETS = 50;
  private static final int REQUESTS = 300;
  private static final long PATIENCE_SECONDS = 30;
  private static final long MOST_NANOS = 60_000_000_000L;
  private static final double MILLION = 1e6;

  private final InetSocketAddress gateway;
  private final String token;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  FirstPages(InetSocketAddress gateway, String token) {
    this.gateway = gateway;
    this.token = token;
  }

  /** Measures both, one after the other. */
  Map<String, Object> measure(String owned) throws Exception {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("rooms", owned);
    put(figures, "inbox", SOCKETS, this::socket);
    put(figures, "GET /api/rooms", REQUESTS, this::request);
    return figures;
  }

  private interface Timed {
    void run() throws Exception;
  }

  private static void put(Map<String, Object> figures, String name, int count, Timed task)
      throws Exception {
    Histogram times = new Histogram(MOST_NANOS, 3);
    long first = nanos(task);
    for (int i = 1; i < WARM + count; i++) {
      long nanos = nanos(task);
      if (i >= WARM) {
        times.recordValue(nanos);
      }
    }
    figures.put(name + " first ms", first / MILLION);
    figures.put(name + " p50 ms", times.getValueAtPercentile(50) / MILLION);
    figures.put(name + " p99 ms", times.getValueAtPercentile(99) / MILLION);
  }

  private static long nanos(Timed task) throws Exception {
    long start = System.nanoTime();
    task.run();
    return System.nanoTime() - start;
  }

  /** Connects, and waits for the inbox. */
  private void socket() throws Exception {
    CompletableFuture<String> inbox = new CompletableFuture<>();
    WebSocket socket =
        http.newWebSocketBuilder()
            .buildAsync(
                URI.create("ws://127.0.0.1:" + gateway.getPort() + "/ws"), new Answer(inbox))
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    socket
        .sendText(
            "{\"type\":\"connect\",\"token\":\"" + token + "\",\"inbox\":{\"limit\":100}}", true)
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    String unused = inbox.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    socket.abort();
  }

  private void request() throws IOException, InterruptedException {
    HttpResponse<Void> answer =
        http.send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + gateway.getPort() + "/api/rooms?limit=100"))
                .header("Authorization", "Bearer " + token)
                .build(),
            BodyHandlers.discarding());
    if (answer.statusCode() != 200) {
      throw new IOException("GET /api/rooms: " + answer.statusCode());
    }
  }

  /** Waits for the frame of an inbox. */
  private static final class Answer implements WebSocket.Listener {

    private final CompletableFuture<String> inbox;
    private final StringBuilder text = new StringBuilder();

    Answer(CompletableFuture<String> inbox) {
      this.inbox = inbox;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        String frame = text.toString();
        text.setLength(0);
        if (frame.startsWith("{\"type\":\"inbox\"")) {
          inbox.complete(frame);
        } else if (frame.startsWith("{\"type\":\"error\"")) {
          inbox.completeExceptionally(new IOException(frame));
        }
      }
      return WebSocket.Listener.super.onText(socket, part, last);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      inbox.completeExceptionally(new IOException(code + " " + reason));
      return WebSocket.Listener.super.onClose(socket, code, reason);
    }
  }
}
