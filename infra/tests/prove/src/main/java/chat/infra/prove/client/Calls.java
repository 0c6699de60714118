package chat.infra.prove.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls of a gateway's REST API. */
public final class Calls {

  static final int OK = 200;
  private static final int RATE_LIMITED = 429;
  static final int INTERNAL_ERROR = 500;
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final HttpClient http;

  /** Calls over the connections of a client. */
  public Calls(HttpClient http) {
    this.http = http;
  }

  /**
   * An answer.
   *
   * @param status 0 if there was none
   * @param body a missing node if it is not JSON
   */
  public record Answer(int status, JsonNode body) {
    static final Answer NONE = new Answer(0, JSON.missingNode());

    /** Whether the call may be repeated as it is; proxies have codes of their own. */
    boolean isTemporary() {
      return status == 0 || status >= INTERNAL_ERROR || status == RATE_LIMITED;
    }
  }

  /** Begins a call; it does not fail. */
  public CompletableFuture<Answer> begin(
      URI gateway, String token, String method, String path, @Nullable Map<String, ?> body) {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.resolve(path))
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build();
    return http.sendAsync(request, BodyHandlers.ofString())
        .thenApply(Calls::answer)
        .exceptionally(failure -> Answer.NONE);
  }

  private static Answer answer(HttpResponse<String> answer) {
    String type = answer.headers().firstValue("Content-Type").orElse("");
    JsonNode body = type.contains("json") ? JSON.readTree(answer.body()) : JSON.missingNode();
    return new Answer(answer.statusCode(), body);
  }

  /**
   * A call that has to be successful, made again for some time while the gateway can't answer.
   *
   * @throws IOException if it is refused, or time is up
   */
  public JsonNode call(
      URI gateway,
      String token,
      String method,
      String path,
      @Nullable Map<String, ?> body,
      Duration patience)
      throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    Answer answer = begin(gateway, token, method, path, body).join();
    while (answer.isTemporary() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(PAUSE.toNanos());
      answer = begin(gateway, token, method, path, body).join();
    }
    if (answer.status() < OK || answer.status() >= 300) {
      throw new IOException(
          "%s %s%s: %d %s".formatted(method, gateway, path, answer.status(), answer.body()));
    }
    return answer.body();
  }
}
