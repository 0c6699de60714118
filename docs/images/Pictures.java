import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the picture of README: three people talk at a system that was just started, one of them on
 * the page. Needs a JDK and Chromium: {@code ./chat up --fresh}, then {@code java
 * docs/images/Pictures.java http://localhost:8080 /usr/bin/chromium}.
 */
class Pictures {

  private static final String PASSWORD = "correct horse battery";
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Path HERE = Path.of("docs/images");

  public static void main(String[] arguments) throws Exception {
    URI gateway = URI.create(arguments[0]);
    talk(gateway);
    Path profile = Files.createTempDirectory("pictures");
    Process browser =
        new ProcessBuilder(
                arguments[1],
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--remote-debugging-port=0",
                "--window-size=1120,760",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("log").toFile())
            .start();
    try {
      Page page = new Page(profile);
      page.go(gateway + "/");
      page.untilTrue("!document.getElementById('signin').hidden");
      page.run("document.getElementById('email').value = 'ann@example.org'");
      page.run("document.getElementById('password').value = '" + PASSWORD + "'");
      page.run("document.getElementById('signin-form').requestSubmit()");
      page.untilTrue("document.querySelectorAll('#messages > li').length > 5");
      page.untilTrue("document.getElementById('status').dataset.phase === 'connected'");
      page.picture(HERE.resolve("page.png"));
    } finally {
      browser.destroy();
      browser.waitFor(5, TimeUnit.SECONDS);
    }
  }

  private static void talk(URI gateway) throws Exception {
    Map<String, String> tokens = new LinkedHashMap<>();
    for (String name : List.of("ann", "bob", "cleo")) {
      String account =
          "{\"email\":\"%s@example.org\",\"username\":\"%s\",\"password\":\"%s\"}"
              .formatted(name, name, PASSWORD);
      tokens.put(name, field(post(gateway, "/api/auth/register", "", account), "accessToken"));
    }
    say(gateway, tokens.get("bob"), "general", "Morning! Is the release out?");
    say(gateway, tokens.get("ann"), "general", "Since 9:40. gateway-1 was replaced while we talked, did you notice?");
    say(gateway, tokens.get("cleo"), "general", "Not at all. My client says it resumed at gateway-2 after the last seq it had seen 👀");
    say(gateway, tokens.get("bob"), "general", "Same here: nothing lost, nothing twice.");
    say(gateway, tokens.get("cleo"), "general", "And in order:\n1. checked\n2. appended\n3. acknowledged");
    say(gateway, tokens.get("ann"), "general", "That is what the log is for 🙂");
    say(gateway, tokens.get("ann"), "dev", "Who looks after the writers today?");
  }

  private static void say(URI gateway, String token, String room, String content) throws Exception {
    String text = content.replace("\n", "\\n");
    post(gateway, "/api/messages", token, "{\"room\":\"%s\",\"content\":\"%s\"}".formatted(room, text));
  }

  private static String post(URI gateway, String path, String token, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.resolve(path))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 201) {
      throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }

  private static String field(String json, String name) {
    Matcher value = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
    if (!value.find()) {
      throw new IllegalStateException(name + " is not in " + json);
    }
    return value.group(1);
  }

  /** The browser's page, by the DevTools protocol. */
  private static final class Page implements WebSocket.Listener {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Pattern PORT = Pattern.compile("ws://([^/]+)/");

    private final AtomicInteger asked = new AtomicInteger();
    private final StringBuilder parts = new StringBuilder();
    private final WebSocket line;
    private volatile CompletableFuture<String> answer = new CompletableFuture<>();

    Page(Path profile) throws Exception {
      String host = port(profile);
      String pages =
          HTTP.send(
                  HttpRequest.newBuilder(URI.create("http://" + host + "/json/list")).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      Matcher address = Pattern.compile("ws://[^\"]+/devtools/page/[^\"]+").matcher(pages);
      if (!address.find()) {
        throw new IllegalStateException("no page in " + pages);
      }
      line = HTTP.newWebSocketBuilder().buildAsync(URI.create(address.group()), this).join();
    }

    private static String port(Path profile) throws Exception {
      long until = System.nanoTime() + PATIENCE.toNanos();
      while (System.nanoTime() < until) {
        Matcher found = PORT.matcher(Files.readString(profile.resolve("log")));
        if (found.find()) {
          return found.group(1);
        }
        Thread.sleep(100);
      }
      throw new IllegalStateException("the browser did not start");
    }

    void go(String address) throws Exception {
      ask("Page.navigate", "\"url\":\"" + address + "\"");
    }

    String run(String script) throws Exception {
      return ask("Runtime.evaluate", "\"returnByValue\":true,\"expression\":\"" + script + "\"");
    }

    void untilTrue(String condition) throws Exception {
      long until = System.nanoTime() + PATIENCE.toNanos();
      while (!run(condition).contains("\"value\":true")) {
        if (System.nanoTime() > until) {
          throw new IllegalStateException("not within " + PATIENCE + ": " + condition);
        }
        Thread.sleep(100);
      }
    }

    void picture(Path file) throws Exception {
      Thread.sleep(600); // what moves has come to rest
      String taken = ask("Page.captureScreenshot", "\"format\":\"png\"");
      Files.write(file, Base64.getDecoder().decode(field(taken, "data")));
    }

    private String ask(String method, String parameters) throws Exception {
      answer = new CompletableFuture<>();
      int id = asked.incrementAndGet();
      line.sendText("{\"id\":%d,\"method\":\"%s\",\"params\":{%s}}".formatted(id, method, parameters), true);
      return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      parts.append(data);
      if (last) {
        answer.complete(parts.toString());
        parts.setLength(0);
      }
      webSocket.request(1);
      return null;
    }
  }
}
