package chat.infra.devstack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A registry that judges: by any rule other than {@code NONE} it refuses each schema that differs
 * from the subject's last one.
 */
final class JudgingRegistry implements AutoCloseable {

  private static final String SUBJECTS = "/subjects/";
  private static final String CONFIG = "/config/";
  private static final String UNRULED = "BACKWARD";

  private final HttpServer server;
  private final boolean rulesUnknownSubjects;
  private final List<String> calls = new ArrayList<>();
  private final Map<String, String> rules = new HashMap<>();
  private final Map<String, String> schemas = new HashMap<>();

  /**
   * Starts it.
   *
   * @param rulesUnknownSubjects whether a subject may have a rule before its first version
   */
  JudgingRegistry(boolean rulesUnknownSubjects) throws IOException {
    this.rulesUnknownSubjects = rulesUnknownSubjects;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Method, address, headers and body of each call so far. */
  List<String> calls() {
    return List.copyOf(calls);
  }

  /** The subjects that have a schema, with their rules. */
  Map<String, String> rules() {
    Map<String, String> ruled = new HashMap<>();
    schemas.keySet().forEach(subject -> ruled.put(subject, rules.getOrDefault(subject, UNRULED)));
    return ruled;
  }

  /** The last schema of a subject. */
  String schema(String subject) {
    return schemas.getOrDefault(subject, "");
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    var headers = exchange.getRequestHeaders();
    calls.add(
        "%s %s %s %s %s %s"
            .formatted(
                exchange.getRequestMethod(),
                path,
                headers.getFirst("Authorization"),
                headers.getFirst("X-Registry-GroupId"),
                headers.getFirst("Content-Type"),
                body));
    if (path.contains(CONFIG)) {
      rule(exchange, path.substring(path.indexOf(CONFIG) + CONFIG.length()), body);
    } else {
      String subject = path.substring(path.indexOf(SUBJECTS) + SUBJECTS.length());
      register(exchange, subject.replace("/versions", ""), body);
    }
  }

  private void rule(HttpExchange exchange, String subject, String body) throws IOException {
    if (!rulesUnknownSubjects && !schemas.containsKey(subject)) {
      answer(exchange, 404, "{\"error_code\":404,\n\"message\":\"no subject\"}");
      return;
    }
    rules.put(subject, body.replace("{\"compatibility\":\"", "").replace("\"}", ""));
    answer(exchange, 200, body);
  }

  private void register(HttpExchange exchange, String subject, String body) throws IOException {
    boolean isJudged = !rules.getOrDefault(subject, UNRULED).equals("NONE");
    if (isJudged && !schemas.getOrDefault(subject, body).equals(body)) {
      answer(exchange, 409, "{\"error_code\":409,\n\"message\":\"no\"}");
      return;
    }
    schemas.put(subject, body);
    answer(exchange, 200, "{\"id\": 17}");
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
