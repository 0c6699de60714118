package chat.infra.clients;

import chat.infra.system.ChatSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls of the API for servers, which make users and rooms and see what the log has. */
record Service(URI gateway) {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int UNAVAILABLE = 503;
  private static final int DAY_SECONDS = 86_400;

  /** Makes a user, and gives a token for a day. */
  String user(String id) {
    call("PUT", "/api/server/users/" + id, Map.of("username", id));
    return call("POST", "/api/server/users/" + id + "/tokens", Map.of("ttlSeconds", DAY_SECONDS))
        .path("accessToken")
        .stringValue();
  }

  void room(String room, Map<String, ?> settings, List<String> members) {
    call("PUT", "/api/server/rooms/" + room, settings);
    List<Map<String, String>> add = members.stream().map(user -> Map.of("user", user)).toList();
    call("POST", "/api/server/rooms/" + room + "/members", Map.of("add", add));
  }

  /** A room's whole chain. */
  List<JsonNode> events(String room) {
    List<JsonNode> events = new ArrayList<>();
    JsonNode after = JSON.valueToTree(0);
    while (!after.isNull()) {
      JsonNode page =
          call(
              "GET",
              "/api/server/rooms/" + room + "/events?limit=1000&after=" + after.longValue(),
              null);
      page.path("events").forEach(events::add);
      after = page.path("after");
    }
    return events;
  }

  /** Sends a message as the service. */
  JsonNode say(String room, String content) {
    String id = UUID.randomUUID().toString();
    Map<String, String> message = Map.of("room", room, "id", id, "content", content);
    return call("POST", "/api/server/messages", message);
  }

  /**
   * A call with the service's key, made again as long as the answer is 503: a busy machine is slow,
   * not broken. Another status than one of success is a failure.
   */
  JsonNode call(String method, String path, @Nullable Map<String, ?> body) {
    return call(ChatSystem.SERVICE_KEY, method, path, body);
  }

  /** The same with a user's token. */
  JsonNode call(String token, String method, String path, @Nullable Map<String, ?> body) {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.resolve(path))
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build();
    try {
      Instant end = Instant.now().plus(TIMEOUT);
      HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      while (answer.statusCode() == UNAVAILABLE && Instant.now().isBefore(end)) {
        answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      }
      if (answer.statusCode() >= 300) {
        throw new AssertionError(method + " " + path + ": " + answer.body());
      }
      return answer.body().isEmpty() ? JSON.missingNode() : JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
