import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Receives webhooks, deletes the messages that have a word of a list, and mutes their authors. It
 * keeps nothing: an event that comes again leads to the same deletion, which is then already done.
 *
 * <p>Arguments: the file with the words, one a line, and the port. Environment: WEBHOOK_SECRET,
 * CHAT_SERVICE_KEY (scope moderate), CHAT_URL, and MUTE_MINUTES, without which none is muted.
 */
public final class Moderation {

  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int MOST_BODY = 1 << 20;
  private static final int THREADS = 8;
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

  private final Set<String> words;
  private final byte[] secret;
  private final URI chat;
  private final String key;
  private final Duration mute;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  private Moderation(Set<String> words, byte[] secret, URI chat, String key, Duration mute) {
    this.words = words;
    this.secret = secret;
    this.chat = chat;
    this.key = key;
    this.mute = mute;
  }

  public static void main(String[] arguments) throws IOException {
    Set<String> words =
        Files.readAllLines(Path.of(arguments[0])).stream()
            .map(word -> word.strip().toLowerCase(Locale.ROOT))
            .filter(word -> !word.isEmpty())
            .collect(Collectors.toSet());
    Moderation moderation =
        new Moderation(
            words,
            Base64.getDecoder().decode(environment("WEBHOOK_SECRET").replaceFirst("^whsec_", "")),
            URI.create(environment("CHAT_URL")),
            environment("CHAT_SERVICE_KEY"),
            Duration.ofMinutes(Long.parseLong(System.getenv().getOrDefault("MUTE_MINUTES", "0"))));
    int port = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 9400;
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    server.createContext("/moderation", moderation::receive);
    server.setExecutor(Executors.newFixedThreadPool(THREADS));
    server.start();
    System.out.println("listening on port " + server.getAddress().getPort());
  }

  private static String environment(String name) {
    String value = System.getenv(name);
    if (value == null || value.isEmpty()) {
      throw new IllegalStateException(name + " is not set");
    }
    return value;
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readNBytes(MOST_BODY);
      int status = isSigned(exchange, body) ? moderate(body) : 401;
      exchange.sendResponseHeaders(status, -1);
    }
  }

  /** Checks the signature as Standard Webhooks says. The header has one for each secret. */
  private boolean isSigned(HttpExchange exchange, byte[] body) {
    String id = header(exchange, "webhook-id");
    String timestamp = header(exchange, "webhook-timestamp");
    try {
      Instant sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
      if (Duration.between(sent, Instant.now()).abs().compareTo(CLOCKS_DIFFER) > 0) {
        return false;
      }
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
      String expected = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
      for (String given : header(exchange, "webhook-signature").split(" ")) {
        if (MessageDigest.isEqual(given.getBytes(), expected.getBytes())) {
          return true;
        }
      }
      return false;
    } catch (NumberFormatException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
    }
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  /** Gives the status of the answer; 503 lets the event come again. */
  private int moderate(byte[] body) {
    Map<String, Object> event = new Json(new String(body, StandardCharsets.UTF_8)).object();
    boolean isEdit = "edited".equals(event.get("type"));
    boolean isMessage = "message".equals(event.get("type"));
    if ((!isEdit && !isMessage) || !hasWord(String.valueOf(event.get("content")))) {
      return 204;
    }
    String message = event.get("room") + "/" + event.get(isEdit ? "target" : "seq");
    int status = call("DELETE", "messages/" + message, "");
    boolean isDeleted = status == 204 || status == 404;
    System.out.println((isDeleted ? "deleted " : "not deleted ") + message + ", status " + status);
    return isDeleted && mute(event) ? 204 : 503;
  }

  /**
   * Mutes the author for a time that begins with the event, so that a rewind mutes only for what is
   * not long ago. A longer mute, as by a moderator, stays. Services and the people of direct rooms
   * can't be muted; that is no failure.
   */
  private boolean mute(Map<String, Object> event) {
    Instant until = Instant.ofEpochMilli(Long.parseLong((String) event.get("at"))).plus(mute);
    if (mute.isZero()
        || until.isBefore(Instant.now())
        || !(event.get("user") instanceof String user)) {
      return true;
    }
    Object author = new Json(user).object().get("id");
    int status =
        call(
            "PUT",
            "rooms/" + event.get("room") + "/mutes/" + author,
            "{\"untilAt\":" + until.toEpochMilli() + ",\"extend\":true}");
    System.out.println((status == 204 ? "muted " : "not muted ") + author + ", status " + status);
    return status == 204 || status == 403 || status == 404;
  }

  private boolean hasWord(String content) {
    return BETWEEN_WORDS.splitAsStream(content.toLowerCase(Locale.ROOT)).anyMatch(words::contains);
  }

  /** Gives the status of the answer; 0 if there is none. */
  private int call(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(chat.resolve("/api/server/" + path))
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  /** Reads the fields of an event; a real application takes a library. Inner values stay text. */
  private static final class Json {

    private final String text;
    private int at;

    Json(String text) {
      this.text = text;
    }

    Map<String, Object> object() {
      Map<String, Object> fields = new LinkedHashMap<>();
      at++;
      while (text.charAt(at) != '}') {
        if (text.charAt(at) == ',') {
          at++;
        }
        String name = string();
        at++;
        fields.put(name, value());
      }
      return fields;
    }

    private Object value() {
      if (text.charAt(at) == '"') {
        return string();
      }
      int begin = at;
      int depth = 0;
      while (depth > 0 || ",}]".indexOf(text.charAt(at)) < 0) {
        char next = text.charAt(at);
        if (next == '"') {
          string();
          continue;
        }
        depth += next == '{' || next == '[' ? 1 : next == '}' || next == ']' ? -1 : 0;
        at++;
      }
      return text.substring(begin, at);
    }

    private String string() {
      StringBuilder string = new StringBuilder();
      for (at++; text.charAt(at) != '"'; at++) {
        char next = text.charAt(at);
        string.append(next == '\\' ? escaped() : next);
      }
      at++;
      return string.toString();
    }

    private char escaped() {
      char letter = text.charAt(++at);
      if (letter == 'u') {
        at += 4;
        return (char) Integer.parseInt(text.substring(at - 3, at + 1), 16);
      }
      int place = "bfnrt".indexOf(letter);
      return place < 0 ? letter : "\b\f\n\r\t".charAt(place);
    }
  }
}
