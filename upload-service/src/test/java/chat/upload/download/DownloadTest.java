package chat.upload.download;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.upload.Caller;
import chat.upload.UploadService;
import chat.upload.picture.Pictures;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Downloads by links, from a real bucket. */
class DownloadTest {

  private static final byte[] TEXT = "hello, world".getBytes(UTF_8);

  private final UploadService service = UploadService.shared();
  private final Caller ann = new Caller(service, "ann");

  @Test
  void browsers_are_told_to_run_nothing_and_to_save_types_that_they_do_not_just_show() {
    HttpResponse<byte[]> text = Caller.fetch(ann.link(ann.uploaded("a.txt", TEXT)));
    assertCareful(text);
    assertThat(header(text, "Content-Disposition")).startsWith("attachment;");
    assertThat(header(text, "Content-Type")).isEqualTo("text/plain");
    HttpResponse<byte[]> picture =
        Caller.fetch(ann.link(ann.uploaded("a.png", Pictures.of("png", 8, 8))));
    assertCareful(picture);
    assertThat(header(picture, "Content-Disposition")).startsWith("inline;");
    assertThat(header(picture, "Content-Type")).isEqualTo("image/png");
  }

  @Test
  void a_range_is_sent_and_one_beyond_the_end_is_refused() {
    URI link = ann.link(ann.uploaded("a.txt", TEXT));
    HttpResponse<byte[]> part = Caller.fetch(link, "Range", "bytes=7-");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).asString(UTF_8).isEqualTo("world");
    assertThat(header(part, "Content-Range")).isEqualTo("bytes 7-11/12");
    HttpResponse<byte[]> nothing = Caller.fetch(link, "Range", "bytes=12-");
    assertThat(nothing.statusCode()).isEqualTo(416);
    assertThat(nothing.body()).isEmpty();
  }

  @Test
  void a_file_that_the_client_has_is_not_sent_again() {
    URI link = ann.link(ann.uploaded("a.txt", TEXT));
    String tag = header(Caller.fetch(link), "ETag");
    assertThat(tag).isNotEmpty();
    assertThat(Caller.fetch(link, "If-None-Match", tag).statusCode()).isEqualTo(304);
  }

  @Test
  void only_the_head_may_be_asked_for() {
    URI link = ann.link(ann.uploaded("a.txt", TEXT));
    HttpResponse<String> head =
        Caller.send(HttpRequest.newBuilder(link).method("HEAD", BodyPublishers.noBody()));
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("Content-Length")).hasValue("12");
    JsonNode file = ann.uploaded("a.txt", TEXT);
    assertThat(
            Caller.send(
                    ann.request(file.get("url").asString()).method("HEAD", BodyPublishers.noBody()))
                .statusCode())
        .isEqualTo(302);
  }

  @Test
  void a_link_that_was_touched_is_good_for_nothing() {
    URI link = ann.link(ann.uploaded("a.txt", TEXT));
    URI other = ann.link(ann.uploaded("b.txt", TEXT));
    String text = link.toString();
    assertRefused(URI.create(text.replace("X-Amz-Expires=60", "X-Amz-Expires=600")));
    assertRefused(URI.create(text.replace("attachment", "inline")));
    assertRefused(link.resolve(other.getRawPath() + "?" + link.getRawQuery()));
    assertRefused(link.resolve(link.getRawPath()));
    assertRefused(link.resolve(link.getRawPath() + "?acl"));
    assertThat(Caller.fetch(link.resolve("/files/originals/x?" + link.getRawQuery())).statusCode())
        .isEqualTo(404);
    HttpRequest.Builder post = HttpRequest.newBuilder(link).POST(BodyPublishers.noBody());
    assertThat(Caller.send(post).statusCode()).isEqualTo(405);
  }

  @Test
  void a_link_leads_to_where_the_client_asked() {
    JsonNode file = ann.uploaded("a.txt", TEXT);
    HttpResponse<String> answer =
        Caller.send(
            ann.request(file.get("url").asString())
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "chat.example"));
    assertThat(answer.headers().firstValue("Location").orElse(""))
        .startsWith("https://chat.example/files/originals/" + file.get("id").asString() + "?");
  }

  /** More than the buffers hold, so it is sent while it is read. */
  @Test
  void a_client_that_stops_reading_and_goes_on_gets_all_of_it() throws IOException {
    byte[] content = new byte[24 << 20];
    URI link = ann.link(ann.uploaded("a.bin", content));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
      String request =
          "GET " + link.getRawPath() + "?" + link.getRawQuery() + " HTTP/1.1\r\nHost: x\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(UTF_8));
      InputStream in = socket.getInputStream();
      assertThat(new String(in.readNBytes(15), UTF_8)).isEqualTo("HTTP/1.1 200 OK");
      assertThat(Caller.fetch(link).body()).hasSize(content.length); // other downloads meanwhile
      for (int left = content.length; left > 0; ) {
        left -= in.readNBytes(Math.min(left, 1 << 20)).length;
      }
    }
  }

  private static void assertRefused(URI link) {
    HttpResponse<byte[]> answer = Caller.fetch(link);
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
  }

  private static void assertCareful(HttpResponse<byte[]> answer) {
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(answer, "Content-Security-Policy")).contains("default-src 'none'", "sandbox");
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
