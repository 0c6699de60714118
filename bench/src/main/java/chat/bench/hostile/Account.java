package chat.bench.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A user with an account at a gateway. */
final class Account {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final URI gateway;
  private final String token;

  /** Registers an account. */
  Account(URI gateway) throws IOException, InterruptedException {
    this.gateway = gateway;
    String name = "u" + UUID.randomUUID().toString().substring(0, 8);
    String body =
        "{\"email\":\"%1$s@load.example\",\"password\":\"%2$s\",\"username\":\"%1$s\"}"
            .formatted(name, UUID.randomUUID());
    this.token =
        JSON.readTree(send(to("/api/auth/register").POST(BodyPublishers.ofString(body))).body())
            .path("accessToken")
            .stringValue();
  }

  String token() {
    return token;
  }

  /** Sends a message over REST and returns its seq. */
  long post(String room, String content) throws IOException, InterruptedException {
    String body = JSON.writeValueAsString(new Post(room, content));
    JsonNode message =
        JSON.readTree(send(to("/api/messages").POST(BodyPublishers.ofString(body, UTF_8))).body());
    return message.path("seq").longValue();
  }

  private record Post(String room, String content) {}

  /** Whether a gateway answers. */
  static boolean isAlive(URI gateway) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(gateway.resolve("/.well-known/jwks.json"))
              .timeout(PATIENCE)
              .build();
      return HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private HttpRequest.Builder to(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(gateway.resolve(path))
            .header("Content-Type", "application/json")
            .timeout(PATIENCE);
    return path.startsWith("/api/auth")
        ? request
        : request.header("Authorization", "Bearer " + token);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IOException(answer.statusCode() + " " + answer.body());
    }
    return answer;
  }
}
