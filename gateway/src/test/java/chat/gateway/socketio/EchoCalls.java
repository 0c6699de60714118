package chat.gateway.socketio;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** An echo and how to poll it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EchoCalls {

  static final String POLLING = "/?EIO=4&transport=polling";
  static final String WEBSOCKET = "/?EIO=4&transport=websocket";

  /** Asks for no sign of life while a test thinks. */
  final Echo echo = Echo.patient(Duration.ofSeconds(10));

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterAll
  void stop() {
    echo.close();
  }

  /** The address of a new session. */
  final String open(String path) {
    return open(echo, path);
  }

  final String open(Echo at, String path) {
    String opened = get(at.address() + path + POLLING).body();
    return path + POLLING + "&sid=" + opened.replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
  }

  final HttpResponse<String> get(String pathAndQuery) {
    return send(to(pathAndQuery));
  }

  final CompletableFuture<HttpResponse<String>> getLater(String pathAndQuery) {
    return client.sendAsync(to(pathAndQuery).build(), BodyHandlers.ofString());
  }

  final HttpResponse<String> post(String pathAndQuery, String body) {
    return send(to(pathAndQuery).POST(BodyPublishers.ofString(body)));
  }

  final HttpRequest.Builder to(String pathAndQuery) {
    boolean complete = pathAndQuery.startsWith("http");
    return HttpRequest.newBuilder(
            URI.create((complete ? "" : echo.address().toString()) + pathAndQuery))
        .timeout(Duration.ofSeconds(20));
  }

  final HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(request.build().toString(), e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
