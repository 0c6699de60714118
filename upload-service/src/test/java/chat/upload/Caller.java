package chat.upload;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.file.FileHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A user who uploads and downloads through a gateway, which this class simulates. Follows no
 * redirect by itself.
 */
public record Caller(UploadService service, String user) {

  public static final String BOUNDARY = "xXxBoundaryxXx";

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  /** Uploads a file for no room. */
  public HttpResponse<String> upload(String name, byte[] content) {
    return upload(BodyPublishers.ofByteArray(form(file(name, content))));
  }

  /** Uploads a form. */
  public HttpResponse<String> upload(BodyPublisher form) {
    return send(
        request("/api/files/upload")
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(form));
  }

  /** Uploads a file that is accepted, and parses the answer. */
  public JsonNode uploaded(String name, byte[] content) {
    return accepted(upload(name, content));
  }

  /** The same for a room. */
  public JsonNode uploaded(String room, String name, byte[] content) {
    return accepted(
        upload(BodyPublishers.ofByteArray(form(field("room", room), file(name, content)))));
  }

  /** Sends a request as a gateway does, which knows the readers of rooms. */
  public HttpResponse<String> get(String path) {
    HttpResponse<String> answer = send(request(path).GET());
    Optional<String> readable =
        rooms(answer).stream().filter(room -> service.mayRead(room, user)).findFirst();
    return readable
        .map(room -> send(request(path).header(FileHeaders.READABLE_ROOM, room).GET()))
        .orElse(answer);
  }

  /** The rooms that an answer asks about. */
  public static List<String> rooms(HttpResponse<?> answer) {
    return answer.headers().firstValue(FileHeaders.ROOMS).stream()
        .flatMap(rooms -> Stream.of(rooms.split(",")))
        .toList();
  }

  /** The target of a file's link. */
  public URI link(JsonNode file) {
    HttpResponse<String> answer = get(file.get("url").asString());
    if (answer.statusCode() != 302) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return URI.create(answer.headers().firstValue("Location").orElseThrow());
  }

  /** The content behind a link, fetched without a token. */
  public static HttpResponse<byte[]> fetch(URI link, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(link).GET();
    return send(
        headers.length == 0 ? request : request.headers(headers), BodyHandlers.ofByteArray());
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(service.at(path))
        .timeout(Duration.ofSeconds(60))
        .header("Authorization", "Bearer " + service.token(user))
        .header(FileHeaders.GATEWAY, service.gatewayToken());
  }

  public static HttpResponse<String> send(HttpRequest.Builder request) {
    return send(request, BodyHandlers.ofString());
  }

  private static <T> HttpResponse<T> send(
      HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
    try {
      return HTTP.send(request.build(), handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public static JsonNode json(HttpResponse<String> answer) {
    return JSON.readTree(answer.body());
  }

  /** A form with parts. */
  public static byte[] form(byte[]... parts) {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      form.writeBytes(("--" + BOUNDARY + "\r\n").getBytes(UTF_8));
      form.writeBytes(part);
      form.writeBytes("\r\n".getBytes(UTF_8));
    }
    form.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(UTF_8));
    return form.toByteArray();
  }

  public static byte[] field(String name, String value) {
    return ("Content-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value)
        .getBytes(UTF_8);
  }

  public static byte[] file(String name, byte[] content) {
    String head =
        "Content-Disposition: form-data; name=\"file\"; filename=\""
            + name
            + "\"\r\nContent-Type: image/png\r\n\r\n";
    ByteArrayOutputStream part = new ByteArrayOutputStream();
    part.writeBytes(head.getBytes(UTF_8));
    part.writeBytes(content);
    return part.toByteArray();
  }

  private static JsonNode accepted(HttpResponse<String> answer) {
    if (answer.statusCode() != 201) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return json(answer);
  }

  /** Asserts that an answer is a problem with a status and a code. */
  public static void assertProblem(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    JsonNode problem = json(answer);
    assertThat(problem.get("code").asString()).isEqualTo(code);
    assertThat(problem.get("type").asString()).isEqualTo("urn:problem-type:chat:" + code);
    assertThat(problem.get("detail").asString()).isNotBlank();
    assertThat(problem.get("status").asInt()).isEqualTo(status);
  }

  /** The SHA-256 of bytes, in hexadecimal. */
  public static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
