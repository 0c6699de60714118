package chat.bench.files;

import chat.bench.measure.Benchmark;
import chat.bench.measure.Options;
import chat.bench.measure.RunningStack;
import chat.bench.measure.Table;
import chat.bench.measure.Work;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Uploads and downloads many large files in parallel through a gateway, and measures the heaps of
 * the upload service (256 MiB) and the gateway meanwhile.
 */
public final class UploadBenchmark implements Benchmark {

  private static final Pattern TOKEN = Pattern.compile("\"accessToken\":\"([^\"]+)\"");
  private static final Pattern URL = Pattern.compile("\"url\":\"([^\"]+)\"");
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final int UPLOAD_SERVICE = 10;
  private static final int MANAGEMENT = 10_000;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(Redirect.NORMAL)
          .build();

  @Override
  public String name() {
    return "uploads";
  }

  @Override
  public String purpose() {
    return "many large files at once, in and out, through a small heap";
  }

  @Override
  public Map<String, String> options() {
    return Map.of("files", "50", "mib", "20", "users", "10", "port", "19080");
  }

  @Override
  public void run(Options options) throws Exception {
    int port = options.number("port");
    Form form = new Form(options.number("mib"));
    try (RunningStack stack = new RunningStack(port, 1, Map.of())) {
      List<String> tokens = new ArrayList<>();
      for (int i = 0; i < options.number("users"); i++) {
        tokens.add(register(stack.gateway(1), i));
      }
      Table table =
          new Table(
              System.out,
              "what",
              "files",
              "MiB each",
              "s",
              "MiB/s",
              "upload service: heap MiB",
              "processor s",
              "gateway: heap MiB",
              "processor s");
      List<String> urls = new ArrayList<>();
      measure(table, "in", stack, options, () -> urls.addAll(send(stack, tokens, form, options)));
      measure(table, "out", stack, options, () -> fetch(stack, tokens, form, urls));
    }
  }

  private static void measure(
      Table table, String what, RunningStack stack, Options options, Work.Task task)
      throws Exception {
    int port = options.number("port");
    int files = options.number("files");
    int mib = options.number("mib");
    ProcessHandle service = stack.part("upload-service");
    ProcessHandle gateway = stack.part("gateway-1");
    Duration serviceBefore = Work.processorTime(service);
    Duration gatewayBefore = Work.processorTime(gateway);
    try (HeapWatch ofService = new HeapWatch(port + UPLOAD_SERVICE + MANAGEMENT);
        HeapWatch ofGateway = new HeapWatch(port + MANAGEMENT)) {
      double seconds = Work.of(task).wall().toMillis() / 1e3;
      table.row(
          what,
          files,
          mib,
          seconds,
          files * mib / seconds,
          ofService.mostMib(),
          Work.processorTime(service).minus(serviceBefore).toMillis() / 1e3,
          ofGateway.mostMib(),
          Work.processorTime(gateway).minus(gatewayBefore).toMillis() / 1e3);
    }
  }

  /** Sends all files in parallel; each has to be accepted and stored unchanged. */
  private List<String> send(RunningStack stack, List<String> tokens, Form form, Options options)
      throws Exception {
    String hash = form.sha256();
    List<CompletableFuture<String>> urls = new ArrayList<>();
    for (int i = 0; i < options.number("files"); i++) {
      HttpRequest upload =
          signed(stack, "/api/files/upload", tokens.get(i % tokens.size()))
              .header("Content-Type", Form.TYPE)
              .POST(form.body())
              .build();
      urls.add(
          http.sendAsync(upload, BodyHandlers.ofString())
              .thenApply(
                  answer -> {
                    check(answer.body().contains(hash), answer.statusCode() + answer.body());
                    return first(URL, answer.body());
                  }));
    }
    CompletableFuture.allOf(urls.toArray(CompletableFuture[]::new))
        .get(LONGEST.toSeconds(), TimeUnit.SECONDS);
    return urls.stream().map(CompletableFuture::join).toList();
  }

  private void fetch(RunningStack stack, List<String> tokens, Form form, List<String> urls)
      throws Exception {
    List<CompletableFuture<Void>> fetched = new ArrayList<>();
    for (int i = 0; i < urls.size(); i++) {
      HttpRequest get = signed(stack, urls.get(i), tokens.get(i % tokens.size())).build();
      Counted length = new Counted();
      fetched.add(
          http.sendAsync(get, BodyHandlers.ofByteArrayConsumer(length))
              .thenAccept(
                  answer ->
                      check(length.total() == form.fileLength(), "status " + answer.statusCode())));
    }
    CompletableFuture.allOf(fetched.toArray(CompletableFuture[]::new))
        .get(LONGEST.toSeconds(), TimeUnit.SECONDS);
  }

  private static HttpRequest.Builder signed(RunningStack stack, String path, String token) {
    return HttpRequest.newBuilder(stack.gateway(1).resolve(path))
        .timeout(LONGEST)
        .header("Authorization", "Bearer " + token);
  }

  private String register(URI gateway, int number) throws IOException, InterruptedException {
    String body =
        "{\"email\":\"b%d@example.org\",\"username\":\"bench%d\",\"password\":\"correct horse\"}"
            .formatted(number, number);
    HttpRequest register =
        HttpRequest.newBuilder(gateway.resolve("/api/auth/register"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = http.send(register, BodyHandlers.ofString());
    return first(TOKEN, answer.body());
  }

  private static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    check(matcher.find(), text);
    return matcher.group(1);
  }

  private static void check(boolean good, String answer) {
    if (!good) {
      throw new IllegalStateException("unexpected answer: " + answer);
    }
  }
}
