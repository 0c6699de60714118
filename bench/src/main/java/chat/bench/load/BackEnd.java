package chat.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The back end of an application: calls the server API of one gateway with its key. */
final class BackEnd {

  /** Lines in one piece of a body that is sent in pieces. */
  private static final int PIECE = 100;

  private final URI gateway;
  private final String authorization;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** What an import did, in numbers of lines. */
  record Imported(long lines, long imported, long known, long failed) {}

  BackEnd(InetSocketAddress gateway, String key) {
    this.gateway = URI.create("http://127.0.0.1:" + gateway.getPort());
    this.authorization = "Bearer " + key;
  }

  /**
   * Imports objects, one per line.
   *
   * @throws IOException also if a line is refused
   */
  Imported load(Stream<String> lines) throws IOException, InterruptedException {
    HttpRequest request =
        request("/api/server/import", "application/x-ndjson")
            .POST(BodyPublishers.ofByteArrays(() -> pieces(lines.iterator())))
            .build();
    HttpResponse<Stream<String>> answer = http.send(request, BodyHandlers.ofLines());
    List<String> said = answer.body().toList();
    JsonNode last = JsonMapper.shared().readTree(said.isEmpty() ? "{}" : said.get(said.size() - 1));
    if (answer.statusCode() != 200 || said.size() != 1 || !last.path("done").booleanValue(false)) {
      throw new IOException(answer.statusCode() + " " + said.stream().limit(3).toList());
    }
    return new Imported(
        last.path("lines").longValue(),
        last.path("imported").longValue(),
        last.path("known").longValue(),
        last.path("failed").longValue());
  }

  /** A user's access token, valid for a day. */
  String token(String user) throws IOException, InterruptedException {
    return post("/api/server/users/" + user + "/tokens", "{\"ttlSeconds\":86400}")
        .path("accessToken")
        .stringValue();
  }

  /** Sends a message in the name of the service; returns after its acknowledgement. */
  void say(String room, String content) throws IOException, InterruptedException {
    JsonNode unused =
        post(
            "/api/server/messages",
            "{\"room\":\"%s\",\"content\":\"%s\"}".formatted(room, content));
  }

  private JsonNode post(String path, String body) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            request(path, "application/json").POST(BodyPublishers.ofString(body)).build(),
            BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
    }
    return JsonMapper.shared().readTree(answer.body());
  }

  private HttpRequest.Builder request(String path, String contentType) {
    return HttpRequest.newBuilder(gateway.resolve(path))
        .header("Authorization", authorization)
        .header("Content-Type", contentType);
  }

  /** The lines as bytes, in pieces that are made while they are sent. */
  private static Iterator<byte[]> pieces(Iterator<String> lines) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return lines.hasNext();
      }

      @Override
      public byte[] next() {
        StringBuilder piece = new StringBuilder();
        for (int i = 0; i < PIECE && lines.hasNext(); i++) {
          piece.append(lines.next()).append('\n');
        }
        return piece.toString().getBytes(UTF_8);
      }
    };
  }
}
