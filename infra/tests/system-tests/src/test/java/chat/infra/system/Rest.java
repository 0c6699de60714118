package chat.infra.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** REST calls to one gateway, with or without a user's token. */
record Rest(URI gateway, @Nullable String token) {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(60)).build();
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** An answer; its body, if there is one, is JSON. */
  record Answer(int status, JsonNode body, HttpResponse<String> raw) {

    /** The code of the refusal; empty if there is none. */
    String code() {
      return body.path("code").stringValue("");
    }

    String contentType() {
      return raw.headers().firstValue("Content-Type").orElse("");
    }
  }

  Rest at(URI otherGateway) {
    return new Rest(otherGateway, token);
  }

  Answer get(String path) {
    return call(request(path).GET().build());
  }

  Answer post(String path, Map<String, ?> body) {
    return post(path, JSON.writeValueAsString(body));
  }

  Answer post(String path, String body) {
    return ask("POST", path, body);
  }

  Answer put(String path, Map<String, ?> body) {
    return ask("PUT", path, JSON.writeValueAsString(body));
  }

  Answer patch(String path, Map<String, ?> body) {
    return ask("PATCH", path, JSON.writeValueAsString(body));
  }

  Answer delete(String path) {
    return ask("DELETE", path, null);
  }

  Answer ask(String method, String path, @Nullable String body) {
    return call(
        body == null
            ? request(path).method(method, HttpRequest.BodyPublishers.noBody()).build()
            : request(path)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());
  }

  /** Uploads a file of text for a room. */
  Answer upload(String room, String content) {
    return upload(room, content, "");
  }

  /** The same as a part of a trace. */
  Answer upload(String room, String content, String traceparent) {
    String form =
        part("name=\"room\"", room)
            + part("name=\"file\"; filename=\"a.txt\"", content)
            + "--xXx--\r\n";
    return call(
        request("/api/files/upload")
            .header("Content-Type", "multipart/form-data; boundary=xXx")
            .header("traceparent", traceparent)
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build());
  }

  private static String part(String names, String content) {
    return "--xXx\r\nContent-Disposition: form-data; " + names + "\r\n\r\n" + content + "\r\n";
  }

  /** The request with a body. */
  static HttpRequest.BodyPublisher json(Map<String, ?> body) {
    return HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body));
  }

  Answer call(HttpRequest request) {
    try {
      HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      String type = response.headers().firstValue("Content-Type").orElse("");
      boolean json = type.contains("json") && !type.contains("ndjson");
      JsonNode body = json ? JSON.readTree(response.body()) : JSON.missingNode();
      Contract.check(response, body);
      return new Answer(response.statusCode(), body, response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(gateway.resolve(path)).timeout(TIMEOUT);
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }
}
