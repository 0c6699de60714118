package chat.gateway.peer;

import chat.gateway.peer.PeerDirectory.Peer;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls to other gateways in the name of a service. */
public final class PeerCalls {

  /** A gateway that does not answer in this time counts as not reachable. */
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private static final int MAX_BYTES = 1 << 20;

  private final PeerDirectory directory;
  private final PeerTokens tokens;
  private final JsonMapper json;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  /**
   * The answer of a gateway.
   *
   * @param body null if it did not answer with 2xx and JSON
   */
  public record PeerAnswer(Peer peer, @Nullable JsonNode body) {}

  PeerCalls(PeerDirectory directory, PeerTokens tokens, JsonMapper json) {
    this.directory = directory;
    this.tokens = tokens;
    this.json = json;
  }

  /**
   * Calls other gateways at once, and waits for all. Not for threads of sockets.
   *
   * @param target path and query, the same at each
   * @param which the gateways, of all but this one
   */
  public List<PeerAnswer> call(
      String service, String method, String target, Predicate<Peer> which) {
    List<CompletableFuture<PeerAnswer>> calls =
        directory.all().stream()
            .filter(peer -> !peer.equals(directory.here()) && which.test(peer))
            .map(peer -> call(service, method, target, peer))
            .toList();
    return calls.stream().map(CompletableFuture::join).toList();
  }

  /**
   * Asks all other gateways at once until one gives an answer of a kind. Not for threads of
   * sockets.
   *
   * @param target path and query, the same at each
   * @return whether one did
   */
  public boolean any(String service, String target, Predicate<JsonNode> wanted) {
    CompletableFuture<Boolean> found = new CompletableFuture<>();
    CompletableFuture<?>[] calls =
        directory.all().stream()
            .filter(peer -> !peer.equals(directory.here()))
            .map(peer -> call(service, "GET", target, peer))
            .map(
                call ->
                    call.thenAccept(
                        answer -> {
                          if (answer.body() != null && wanted.test(answer.body())) {
                            found.complete(true);
                          }
                        }))
            .toArray(CompletableFuture[]::new);
    var unused = CompletableFuture.allOf(calls).whenComplete((all, error) -> found.complete(false));
    return found.join();
  }

  private CompletableFuture<PeerAnswer> call(
      String service, String method, String target, Peer peer) {
    HttpRequest request =
        HttpRequest.newBuilder(peer.address().resolve(target))
            .method(method, BodyPublishers.noBody())
            .header("Authorization", "Bearer " + tokens.issue(service, method, target))
            .timeout(TIMEOUT)
            .build();
    return http.sendAsync(request, BodyHandlers.ofInputStream())
        .thenApply(this::body)
        .completeOnTimeout(null, 2 * TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(unreachable -> null)
        .thenApply(body -> new PeerAnswer(peer, body));
  }

  private @Nullable JsonNode body(HttpResponse<InputStream> answer) {
    try (InputStream body = answer.body()) {
      byte[] bytes = body.readNBytes(MAX_BYTES);
      return answer.statusCode() / 100 == 2 ? json.readTree(bytes) : null;
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }
}
