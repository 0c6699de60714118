package chat.bench.hostile;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An honest client that regularly sends a message and waits for its ack. */
final class Probe implements AutoCloseable, WebSocket.Listener {

  private static final Pattern ACK = Pattern.compile("\"type\":\"ack\",\"ref\":\"(\\d+)\"");
  private static final Duration EVERY = Duration.ofMillis(50);

  private final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor();
  private final Map<String, Long> sentAt = new ConcurrentHashMap<>();
  private final List<Long> micros = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private final WebSocket socket;
  private volatile boolean isOpen = true;
  private int sent;

  Probe(URI gateway, Account account) throws InterruptedException, ExecutionException {
    URI address = URI.create("ws" + gateway.resolve("/ws").toString().substring("http".length()));
    this.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .header("Authorization", "Bearer " + account.token())
            .buildAsync(address, this)
            .get();
    var unused = sender.scheduleAtFixedRate(this::send, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The figures since the previous call. */
  record Seen(boolean isOpen, int acks, int unanswered, double p50Millis, double p99Millis) {}

  synchronized Seen drain() {
    List<Long> sorted = micros.stream().sorted().toList();
    Seen seen =
        new Seen(isOpen, sorted.size(), sentAt.size(), millis(sorted, 0.5), millis(sorted, 0.99));
    micros.clear();
    return seen;
  }

  private static double millis(List<Long> sorted, double share) {
    return sorted.isEmpty() ? 0 : sorted.get((int) (share * (sorted.size() - 1))) / 1000.0;
  }

  private void send() {
    if (isOpen) {
      String ref = Integer.toString(sent++);
      sentAt.put(ref, System.nanoTime());
      String frame = "{\"type\":\"send\",\"ref\":\"%s\",\"room\":\"probe\",\"content\":\"x\"}";
      var unused = socket.sendText(frame.formatted(ref), true);
    }
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
    text.append(part);
    if (isLast) {
      Matcher ack = ACK.matcher(text);
      Long at = ack.find() ? sentAt.remove(ack.group(1)) : null;
      if (at != null) {
        add((System.nanoTime() - at) / 1000);
      }
      text.setLength(0);
    }
    from.request(1);
    return null;
  }

  private synchronized void add(long elapsed) {
    micros.add(elapsed);
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    isOpen = false;
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    isOpen = false;
  }

  @Override
  public void close() {
    sender.shutdownNow();
    socket.abort();
  }
}
