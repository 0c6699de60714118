package chat.infra.system;

import chat.infra.description.RestDescription;
import chat.infra.description.SocketDescription;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import tools.jackson.databind.JsonNode;

/**
 * What passes between these tests and the system, held against its documents: an answer or a frame
 * that is not as documented fails the test that got it.
 */
final class Contract {

  private static final RestDescription REST = new RestDescription();
  private static final SocketDescription SOCKETS = new SocketDescription();
  private static final Set<Integer> NOT_THERE = Set.of(404, 405);

  /** What was seen so far, by all tests. */
  private static final Set<String> SEEN = new ConcurrentSkipListSet<>();

  private Contract() {}

  static void check(HttpResponse<String> answer, JsonNode body) {
    String path = answer.request().uri().getRawPath();
    if (!path.startsWith("/api") && !path.startsWith("/.well-known")) {
      return;
    }
    String method = answer.request().method();
    REST.call(method, path)
        .ifPresentOrElse(
            call -> check(call, answer, body),
            () -> {
              if (!NOT_THERE.contains(answer.statusCode()) && answer.statusCode() != 401) {
                throw new AssertionError("undocumented: " + method + " " + path);
              }
            });
  }

  private static void check(String call, HttpResponse<String> answer, JsonNode body) {
    int status = answer.statusCode();
    String type = answer.headers().firstValue("Content-Type").orElse("");
    List<String> errors = REST.errors(call, status, type, body);
    if (!errors.isEmpty()) {
      throw new AssertionError(call + " " + status + ": " + errors + " in " + answer.body());
    }
    if (status < 300) {
      SEEN.add(call);
    }
  }

  static void check(JsonNode frame) {
    List<String> errors = SOCKETS.errors(frame);
    if (!errors.isEmpty()) {
      throw new AssertionError(errors + " in " + frame);
    }
    SEEN.add(frame.path("type").stringValue());
  }

  /** The calls and frames that are documented and that nobody has seen so far. */
  static Set<String> unseen() {
    Set<String> unseen = new ConcurrentSkipListSet<>(REST.calls());
    unseen.addAll(SOCKETS.serverTypes());
    unseen.removeAll(SEEN);
    return unseen;
  }
}
