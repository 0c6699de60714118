package chat.infra.system;

import chat.infra.description.RestDescription;
import chat.infra.description.SocketDescription;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import tools.jackson.databind.JsonNode;

/**
 * Compares answers and frames of the system with its documents: one that does not match fails the
 * test that got it.
 */
final class Contract {

  private static final RestDescription REST = new RestDescription();
  private static final SocketDescription SOCKETS = new SocketDescription();

  /** The statuses with which an undocumented path may be answered. */
  private static final Set<Integer> NOT_THERE = Set.of(401, 404, 405);

  /** The calls and frames seen so far, by all tests. */
  private static final Set<String> SEEN = new ConcurrentSkipListSet<>();

  private Contract() {}

  static void check(HttpResponse<String> answer, JsonNode body) {
    String path = answer.request().uri().getRawPath();
    if (path.startsWith("/api") || path.startsWith("/.well-known")) {
      String method = answer.request().method();
      String type = answer.headers().firstValue("Content-Type").orElse("");
      fail(errors(method, path, answer.statusCode(), type, body), answer.body());
      if (answer.statusCode() < 300) {
        REST.call(method, path).ifPresent(SEEN::add);
      }
    }
  }

  static void check(JsonNode frame) {
    fail(errors(frame), frame.toString());
    SEEN.add(frame.path("type").stringValue());
  }

  static List<String> errors(String method, String path, int status, String type, JsonNode body) {
    return REST.call(method, path)
        .map(call -> REST.errors(call, status, type, body))
        .orElseGet(
            () ->
                NOT_THERE.contains(status)
                    ? List.of()
                    : List.of("undocumented: " + method + " " + path + ": " + status));
  }

  static List<String> errors(JsonNode frame) {
    return SOCKETS.errors(frame);
  }

  /** The documented calls and frames that no test has seen so far. */
  static Set<String> unseen() {
    Set<String> unseen = new ConcurrentSkipListSet<>(REST.calls());
    unseen.addAll(SOCKETS.serverTypes());
    unseen.removeAll(SEEN);
    return unseen;
  }

  private static void fail(List<String> errors, String what) {
    if (!errors.isEmpty()) {
      throw new AssertionError(errors + " in " + what);
    }
  }
}
