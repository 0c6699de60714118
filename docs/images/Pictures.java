import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
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
import javax.imageio.ImageIO;

/**
 * Takes the pictures of README: three people talk at a system that was just started, one of them in
 * the application. Needs a JDK, Chromium and a font with emoji: {@code ./chat up --fresh}, then
 * {@code java docs/images/Pictures.java http://localhost:8080 /usr/bin/chromium}.
 */
class Pictures {

  private static final String PASSWORD = "correct horse battery";
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Path HERE = Path.of("docs/images");

  public static void main(String[] arguments) throws Exception {
    URI gateway = URI.create(arguments[0]);
    Map<String, String> tokens = register(gateway);
    talk(gateway, tokens);
    WebSocket bob = present(gateway, tokens.get("bob"));
    WebSocket cleo = present(gateway, tokens.get("cleo"));
    Path profile = Files.createTempDirectory("pictures");
    Process browser =
        new ProcessBuilder(
                arguments[1],
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--remote-debugging-port=0",
                "--window-size=1360,900",
                "--accept-lang=en-GB",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("log").toFile())
            .start();
    try {
      Page page = new Page(profile);
      page.focused();
      page.size(1360, 900, false);
      page.go(gateway + "/#releases");
      page.untilTrue("document.querySelector('[name=email]') != null");
      page.run("document.querySelector('[name=email]').value = 'ann@example.org'");
      page.run("document.querySelector('[name=password]').value = '" + PASSWORD + "'");
      page.run("document.querySelector('form').requestSubmit()");
      page.untilTrue("document.querySelectorAll('[data-testid=message]').length > 5");
      page.untilTrue("document.querySelector('[data-testid=connection]').dataset.phase === 'live'");
      page.untilTrue("document.querySelector('[data-testid=picture]')?.complete === true");
      page.untilTrue("document.querySelectorAll('[data-testid=member]').length === 3");
      page.untilTrue("document.querySelectorAll('[aria-current=page] [data-testid=unread]').length === 0");
      page.run("document.activeElement.blur()");
      page.pointAt("document.querySelector('[data-testid=replied]').closest('article')");
      page.picture(HERE.resolve("page.png"));
      page.run("document.documentElement.dataset.theme = 'dark'");
      page.picture(HERE.resolve("page-dark.png"));
      page.run("document.documentElement.dataset.theme = 'light'");
      page.run("document.querySelector('[data-testid=members-toggle]').click()");
      page.size(390, 780, true);
      page.picture(HERE.resolve("page-phone.png"));
    } finally {
      bob.abort();
      cleo.abort();
      browser.destroy();
      browser.waitFor(5, TimeUnit.SECONDS);
    }
  }

  private static Map<String, String> register(URI gateway) throws Exception {
    Map<String, String> tokens = new LinkedHashMap<>();
    for (String name : List.of("ann", "bob", "cleo")) {
      String account =
          "{\"email\":\"%s@example.org\",\"username\":\"%s\",\"password\":\"%s\"}"
              .formatted(name, name, PASSWORD);
      tokens.put(name, field(post(gateway, "/api/auth/register", "", account), "accessToken"));
    }
    return tokens;
  }

  private static void talk(URI gateway, Map<String, String> tokens) throws Exception {
    String ann = tokens.get("ann");
    String bob = tokens.get("bob");
    String cleo = tokens.get("cleo");
    for (String room : List.of("general", "dev", "releases")) {
      String name = room.substring(0, 1).toUpperCase() + room.substring(1);
      if (!room.equals("general")) { // which always exists
        String made = json("room", room, "name", name, "visibility", "public");
        send("POST", gateway, "/api/rooms", ann, made);
      }
      send("PUT", gateway, "/api/rooms/" + room + "/members/me", ann, "{}");
      send("PUT", gateway, "/api/rooms/" + room + "/members/me", bob, "{}");
      send("PUT", gateway, "/api/rooms/" + room + "/members/me", cleo, "{}");
    }
    String operations = json("room", "operations", "name", "Operations", "visibility", "private");
    send("POST", gateway, "/api/rooms", ann, operations);
    say(gateway, cleo, "general", "Welcome to the new one, Dora starts on Monday");
    say(gateway, ann, "operations", "Rehearsal of the certificate change: Thursday, ten o'clock");
    say(gateway, bob, "dev", "The writer's lag is back at zero");
    say(gateway, bob, "dev", "@ann which partitions did you move?");
    String ask = "Can you look over the plan for Thursday? No hurry";
    say(gateway, bob, directRoom(gateway, bob, ann), ask);
    say(gateway, bob, "releases", "Morning! Is the release out?");
    say(gateway, bob, "releases", "I'd tell support before their first call");
    long out =
        say(
            gateway,
            ann,
            "releases",
            "Since 9:40. gateway-1 was replaced while we talked, did you notice?");
    long resumed =
        say(
            gateway,
            cleo,
            "releases",
            "Not at all. My client says it resumed at `gateway-2` after the last seq it had seen 👀");
    post(
        gateway,
        "/api/messages",
        bob,
        json("room", "releases", "content", "Same here: nothing lost, nothing twice.")
            .replace("}", ",\"replyTo\":" + out + "}"));
    for (String token : List.of(ann, bob)) {
      send(
          "PUT",
          gateway,
          "/api/messages/releases/" + resumed + "/reactions/%F0%9F%91%8D",
          token,
          "{}");
    }
    send(
        "PUT", gateway, "/api/messages/releases/" + resumed + "/reactions/%F0%9F%8E%89", bob, "{}");
    String chart = upload(gateway, cleo, chart());
    post(
        gateway,
        "/api/messages",
        cleo,
        json(
                "room",
                "releases",
                "content",
                "@ann the throughput of the last hour, see the small dent?")
            .replace("}", ",\"attachments\":[\"" + chart + "\"]}"));
    say(gateway, ann, "releases", "That was the restart. Everything arrived 🙂");
  }

  /** The room of two users: the id of a user is in the answer to the question who one is. */
  private static String directRoom(URI gateway, String token, String other) throws Exception {
    String id = field(send("GET", gateway, "/api/users/profile", other, ""), "id");
    return field(post(gateway, "/api/rooms", token, json("direct", id)), "room");
  }

  private static long say(URI gateway, String token, String room, String content) throws Exception {
    String answer = post(gateway, "/api/messages", token, json("room", room, "content", content));
    Matcher seq = Pattern.compile("\"seq\":(\\d+)").matcher(answer);
    if (!seq.find()) {
      throw new IllegalStateException("seq is not in " + answer);
    }
    return Long.parseLong(seq.group(1));
  }

  private static String json(String... namesAndValues) {
    StringBuilder json = new StringBuilder("{");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      json.append(i == 0 ? "\"" : ",\"").append(namesAndValues[i]).append("\":\"");
      json.append(namesAndValues[i + 1].replace("\n", "\\n")).append('"');
    }
    return json.append('}').toString();
  }

  private static byte[] chart() throws Exception {
    BufferedImage image = new BufferedImage(640, 400, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setColor(new Color(0xf4f8f6));
    pen.fillRect(0, 0, 640, 400);
    pen.setColor(new Color(0xd3e2db));
    for (int y = 60; y < 400; y += 70) {
      pen.drawLine(30, y, 610, y);
    }
    pen.setStroke(new BasicStroke(6, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    pen.setColor(new Color(0x0c6a52));
    int[] rates = {300, 284, 292, 250, 236, 228, 330, 212, 180, 188, 150, 128, 134, 104, 86};
    for (int i = 1; i < rates.length; i++) {
      pen.drawLine(40 * i, rates[i - 1], 40 * (i + 1), rates[i]);
    }
    pen.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private static String upload(URI gateway, String token, byte[] file) throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(
        ("--part\r\nContent-Disposition: form-data; name=\"room\"\r\n\r\nreleases\r\n--part\r\n"
                + "Content-Disposition: form-data; name=\"file\"; filename=\"throughput.png\"\r\n"
                + "Content-Type: image/png\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    body.writeBytes(file);
    body.writeBytes("\r\n--part--\r\n".getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(gateway.resolve("/api/files/upload"))
            .header("Content-Type", "multipart/form-data; boundary=part")
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
            .build();
    return field(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body(), "id");
  }

  /** Someone who is online in the room. */
  private static WebSocket present(URI gateway, String token) {
    WebSocket socket =
        HTTP.newWebSocketBuilder()
            .buildAsync(
                URI.create("ws://" + gateway.getAuthority() + "/ws"), new WebSocket.Listener() {})
            .join();
    socket.sendText(
        "{\"type\":\"connect\",\"token\":\"" + token + "\",\"rooms\":{\"releases\":{}}}", true);
    return socket;
  }

  private static String post(URI gateway, String path, String token, String body) throws Exception {
    return send("POST", gateway, path, token, body);
  }

  private static String send(String method, URI gateway, String path, String token, String body)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(gateway + path))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + token)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
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
    private static final Pattern POINT = Pattern.compile("at (\\d+) (\\d+);");

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

    void size(int width, int height, boolean phone) throws Exception {
      String size = "\"width\":%d,\"height\":%d,\"deviceScaleFactor\":%d,\"mobile\":%s";
      ask(
          "Emulation.setDeviceMetricsOverride",
          size.formatted(width, height, phone ? 2 : 1, phone));
    }

    /** The page behaves as if its window had the focus: it marks as read what it shows. */
    void focused() throws Exception {
      ask("Emulation.setFocusEmulationEnabled", "\"enabled\":true");
    }

    void pointAt(String element) throws Exception {
      String place = "(box => 'at ' + Math.round(box.x + 200) + ' ' + Math.round(box.y + 20) + ';')";
      Matcher at = POINT.matcher(run(place + "(" + element + ".getBoundingClientRect())"));
      if (!at.find()) {
        throw new IllegalStateException("no place of " + element);
      }
      String to = "\"type\":\"mouseMoved\",\"x\":%s,\"y\":%s".formatted(at.group(1), at.group(2));
      ask("Input.dispatchMouseEvent", to);
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
      line.sendText(
          "{\"id\":%d,\"method\":\"%s\",\"params\":{%s}}".formatted(id, method, parameters), true);
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
