package chat.bench.log;

import chat.bench.measure.Benchmark;
import chat.bench.measure.Options;
import chat.bench.measure.RunningStack;
import chat.bench.measure.Table;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * The latency of history pages over HTTP at a steady rate: the newest, which are in memory, and
 * older ones, which are in the tables. A request's latency counts from the time when it was due.
 */
public final class HistoryPages implements Benchmark {

  private static final long MICROS_MAX = TimeUnit.SECONDS.toMicros(30);
  private static final Pattern TOKEN = Pattern.compile("\"accessToken\":\"([^\"]+)\"");
  private static final Pattern SEQ = Pattern.compile("\"seq\":(\\d+)");

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicInteger failed = new AtomicInteger();

  @Override
  public String name() {
    return "history";
  }

  @Override
  public String purpose() {
    return "pages of history over HTTP, from memory and from the tables";
  }

  @Override
  public Map<String, String> options() {
    return Map.of(
        "rooms",
        "20",
        "messages",
        "400",
        "rate",
        "200",
        "seconds",
        "20",
        "limit",
        "50",
        "port",
        "19080");
  }

  @Override
  public void run(Options options) throws Exception {
    // A tail of a few events, so that older pages have to come from the tables.
    Map<String, String> shortTail = Map.of("CHAT_GATEWAY_LOG_TAIL_RECORDS", "128");
    try (RunningStack stack = new RunningStack(options.number("port"), 1, shortTail)) {
      URI gateway = stack.gateway(1);
      String token = register(gateway);
      List<Long> middles = fill(gateway, token, options);
      Random random = new Random(1);
      int rooms = options.number("rooms");
      int limit = options.number("limit");
      Table table = new Table(System.out, "pages", "rate", "p50 ms", "p99 ms", "max ms", "failed");
      for (String round : List.of("warm-up", "measured")) {
        measure(
            table,
            round + ": newest, from memory",
            options,
            () -> page(random.nextInt(rooms), limit, ""),
            gateway,
            token);
        measure(
            table,
            round + ": older, from the tables",
            options,
            () -> {
              int room = random.nextInt(rooms);
              return page(room, limit, "&before=" + middles.get(room));
            },
            gateway,
            token);
      }
    }
  }

  private interface Path {
    String next();
  }

  private static String page(int room, int limit, String more) {
    return "/api/messages?room=" + Records.room(room) + "&limit=" + limit + more;
  }

  private void measure(
      Table table, String what, Options options, Path path, URI gateway, String token)
      throws Exception {
    int rate = options.number("rate");
    int count = rate * options.number("seconds");
    failed.set(0);
    Histogram micros = new ConcurrentHistogram(MICROS_MAX, 3);
    List<CompletableFuture<?>> answers = new ArrayList<>(count);
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      long due = start + i * TimeUnit.SECONDS.toNanos(1) / rate;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        TimeUnit.NANOSECONDS.sleep(left);
      }
      answers.add(
          get(gateway, token, path.next())
              .thenAccept(
                  answer -> {
                    micros.recordValue((System.nanoTime() - due) / 1000);
                    if (answer.statusCode() != 200) {
                      failed.incrementAndGet();
                    }
                  }));
    }
    CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
    table.row(
        what,
        rate,
        micros.getValueAtPercentile(50) / 1e3,
        micros.getValueAtPercentile(99) / 1e3,
        micros.getMaxValue() / 1e3,
        failed.get());
  }

  private CompletableFuture<HttpResponse<byte[]>> get(URI gateway, String token, String path) {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.resolve(path))
            .header("Authorization", "Bearer " + token)
            .timeout(Duration.ofSeconds(20))
            .build();
    return http.sendAsync(request, BodyHandlers.ofByteArray());
  }

  private String register(URI gateway) throws IOException, InterruptedException {
    String body =
        "{\"email\":\"bench@example.org\",\"username\":\"bench\",\"password\":\"correct horse\"}";
    HttpResponse<String> answer =
        http.send(post(gateway, "/api/auth/register", body).build(), BodyHandlers.ofString());
    return first(TOKEN, answer.body());
  }

  /** Sends all messages, and returns the seq of the middle one of each room. */
  private List<Long> fill(URI gateway, String token, Options options) {
    List<CompletableFuture<Long>> rooms = new ArrayList<>();
    for (int room = 0; room < options.number("rooms"); room++) {
      rooms.add(fill(gateway, token, room, 0, options.number("messages"), 0).toCompletableFuture());
    }
    return rooms.stream().map(CompletableFuture::join).toList();
  }

  private CompletionStage<Long> fill(
      URI gateway, String token, int room, int sent, int messages, long middle) {
    if (sent == messages) {
      return CompletableFuture.completedFuture(middle);
    }
    String body =
        "{\"room\":\"%s\",\"content\":\"%s\"}"
            .formatted(Records.room(room), Records.message(room, sent).content());
    HttpRequest request =
        post(gateway, "/api/messages", body).header("Authorization", "Bearer " + token).build();
    return http.sendAsync(request, BodyHandlers.ofString())
        .thenComposeAsync(
            answer -> {
              long seq = Long.parseLong(first(SEQ, answer.body()));
              return fill(
                  gateway, token, room, sent + 1, messages, sent == messages / 2 ? seq : middle);
            });
  }

  private static HttpRequest.Builder post(URI gateway, String path, String body) {
    return HttpRequest.newBuilder(gateway.resolve(path))
        .header("Content-Type", "application/json")
        .timeout(Duration.ofSeconds(20))
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("unexpected answer: " + text);
    }
    return matcher.group(1);
  }
}
