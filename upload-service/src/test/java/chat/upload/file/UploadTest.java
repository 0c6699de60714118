package chat.upload.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.contract.file.FileEvent;
import chat.upload.Caller;
import chat.upload.UploadService;
import chat.upload.picture.Pictures;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** With a real bucket and real tables. */
class UploadTest {

  private static final int LIMIT = 25 << 20;
  private final UploadService service = UploadService.shared();
  private final Caller ann = new Caller(service, "ann");
  private final Caller bob = new Caller(service, "bob");

  @Test
  void an_uploaded_file_is_downloaded_by_a_link_that_is_good_for_a_minute() throws Exception {
    byte[] content = random(12 << 20);
    JsonNode file = ann.uploaded("data.bin", content);
    assertThat(file.get("size").asLong()).isEqualTo(content.length);
    assertThat(file.get("sha256").asString()).isEqualTo(Caller.sha256(content));
    assertThat(file.get("contentType").asString()).isEqualTo("application/octet-stream");
    assertThat(file.get("status").asString()).isEqualTo("clean");
    assertThat(file.get("url").asString()).isEqualTo("/api/files/" + file.get("id").asString());
    assertThat(ann.link(file).getQuery()).contains("X-Amz-Expires=60");
    HttpResponse<byte[]> fetched = Caller.fetch(ann.link(file));
    assertThat(fetched.body()).isEqualTo(content);
    assertThat(fetched.headers().firstValue("Content-Disposition"))
        .hasValue("attachment; filename=\"data.bin\"; filename*=UTF-8''data.bin");
    HttpResponse<byte[]> part = Caller.fetch(ann.link(file), "Range", "bytes=5000000-5000009");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).hasSize(10).startsWith(content[5_000_000]);
  }

  @Test
  void a_form_may_name_the_room_before_or_after_the_file() {
    byte[] text = "hello".getBytes(UTF_8);
    for (byte[] form :
        new byte[][] {
          Caller.form(Caller.field("room", "general"), Caller.file("a.txt", text)),
          Caller.form(Caller.file("a.txt", text), Caller.field("room", "general"))
        }) {
      HttpResponse<String> answer = ann.upload(BodyPublishers.ofByteArray(form));
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
      assertThat(Caller.json(answer).get("room").asString()).isEqualTo("general");
    }
  }

  @Test
  void sizes_are_accepted_up_to_the_limit() {
    Caller.assertProblem(ann.upload("a.txt", new byte[0]), 400, "invalid_request");
    assertThat(ann.upload("a.txt", "x".getBytes(UTF_8)).statusCode()).isEqualTo(201);
    assertThat(ann.upload("a.bin", new byte[LIMIT]).statusCode()).isEqualTo(201);
    Caller.assertProblem(ann.upload("a.bin", new byte[LIMIT + 1]), 413, "too_large");
    Caller.assertProblem(ann.upload("a.bin", new byte[LIMIT + (1 << 20)]), 413, "too_large");
    byte[] unsaid = Caller.form(Caller.file("a.bin", new byte[LIMIT + 1]));
    Caller.assertProblem(
        ann.upload(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(unsaid))), // chunked
        413,
        "too_large");
  }

  @Test
  void accepted_and_refused_uploads_are_counted_by_reason() {
    MeterRegistry meters = service.bean(MeterRegistry.class);
    Counter bytes = meters.get("chat.upload.bytes").counter();
    double accepted = bytes.count();
    assertThat(ann.upload("a.txt", "hello".getBytes(UTF_8)).statusCode()).isEqualTo(201);
    assertThat(bytes.count() - accepted).isEqualTo(5);
    double empty = refused(meters, "invalid_request_file");
    double unsupported = refused(meters, "unsupported_type_file");
    assertThat(ann.upload("a.txt", new byte[0]).statusCode()).isEqualTo(400);
    assertThat(ann.upload("x.png", "GIF89a".getBytes(UTF_8)).statusCode()).isEqualTo(415);
    assertThat(refused(meters, "invalid_request_file") - empty).isEqualTo(1);
    assertThat(refused(meters, "unsupported_type_file") - unsupported).isEqualTo(1);
    assertThat(meters.get("chat.upload.time").timer().count()).isPositive();
    assertThat(meters.get("chat.upload.under.way").gauge().value()).isZero();
  }

  private static double refused(MeterRegistry meters, String reason) {
    Counter counter = meters.find("chat.upload.refused").tag("reason", reason).counter();
    return counter == null ? 0 : counter.count();
  }

  @Test
  void scriptable_documents_and_programs_are_refused_under_any_name() {
    for (String content :
        new String[] {
          "<!DOCTYPE html><html><body><script>alert(1)</script></body></html>",
          "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
          "MZ\u0000\u0000\u0000\u0000\u0000\u0000"
        }) {
      Caller.assertProblem(ann.upload("x.png", content.getBytes(UTF_8)), 415, "unsupported_type");
    }
    Caller.assertProblem(ann.upload("x.png", "GIF89a".getBytes(UTF_8)), 415, "unsupported_type");
  }

  @Test
  void text_of_any_kind_is_accepted_and_served_as_text_to_be_saved() {
    byte[] quote = "'''\na quoted block\n'''\n".getBytes(UTF_8);
    JsonNode file = ann.uploaded("\uD83E\uDEE0.tex", quote);
    HttpResponse<byte[]> link = Caller.fetch(ann.link(file));

    assertThat(file.get("name").asString()).isEqualTo("\uD83E\uDEE0.tex");
    assertThat(file.get("contentType").asString()).isEqualTo("text/plain");
    assertThat(link.body()).isEqualTo(quote);
    assertThat(link.headers().firstValue("Content-Type")).hasValue("text/plain");
    assertThat(link.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(link.headers().firstValue("Content-Disposition").orElse(""))
        .startsWith("attachment");
    assertThat(link.headers().firstValue("Content-Security-Policy").orElse("")).contains("sandbox");
  }

  @Test
  void a_picture_with_too_many_pixels_is_refused_by_its_header() {
    Caller.assertProblem(ann.upload("x.png", Pictures.hugePng()), 413, "too_large");
  }

  @Test
  void a_file_that_unpacks_to_gigabytes_is_a_file_as_it_is() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("word/document.xml"));
      byte[] nothing = new byte[1 << 20];
      for (int i = 0; i < 200; i++) {
        zip.write(nothing);
      }
    }
    JsonNode file = ann.uploaded("bomb.docx", bytes.toByteArray());
    assertThat(file.get("contentType").asString()).endsWith("wordprocessingml.document");
    assertThat(file.get("size").asLong()).isEqualTo(bytes.size());
  }

  @Test
  void a_picture_has_a_thumbnail_and_another_file_has_none() {
    JsonNode file = ann.uploaded("general", "x.jpg", Pictures.jpegWithLocation(640, 320));
    String url = file.get("url").asString() + "?size=320";
    for (Caller caller : new Caller[] {ann, bob, bob}) {
      HttpResponse<String> answer = caller.get(url);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
      HttpResponse<byte[]> small =
          Caller.fetch(URI.create(answer.headers().firstValue("Location").orElseThrow()));
      assertThat(small.headers().firstValue("Content-Type")).hasValue("image/jpeg");
      assertThat(small.body()).hasSizeLessThan(20_000);
    }
    Caller.assertProblem(ann.get(file.get("url").asString() + "?size=321"), 400, "invalid_request");
    JsonNode text = ann.uploaded("a.txt", "hello".getBytes(UTF_8));
    Caller.assertProblem(ann.get(text.get("url").asString() + "?size=320"), 404, "not_found");
  }

  @Test
  void a_name_is_cleaned_and_kept_in_its_own_script() {
    JsonNode file = ann.uploaded("..\\..\\größe\u202E 漢字.txt", "hello".getBytes(UTF_8));
    assertThat(file.get("name").asString()).isEqualTo("größe 漢字.txt");
    assertThat(Caller.fetch(ann.link(file)).headers().firstValue("Content-Disposition"))
        .hasValueSatisfying(value -> assertThat(value).contains("UTF-8''gr%C3%B6%C3%9Fe%20%E6"));
  }

  @Test
  void forms_that_are_none_are_refused() {
    Caller.assertProblem(ann.upload(BodyPublishers.ofString("nothing")), 400, "invalid_request");
    Caller.assertProblem(
        ann.upload(BodyPublishers.ofByteArray(Caller.form(Caller.field("room", "general")))),
        400,
        "invalid_request");
    Caller.assertProblem(
        ann.upload(
            BodyPublishers.ofByteArray(
                Caller.form(
                    Caller.field("room", "No Room"), Caller.file("a", "x".getBytes(UTF_8))))),
        400,
        "invalid_request");
    byte[] file = Caller.file("a", "x".getBytes(UTF_8));
    Caller.assertProblem(
        ann.upload(BodyPublishers.ofByteArray(Caller.form(file, file))), 400, "invalid_request");
    Caller.assertProblem(
        Caller.send(
            ann.request("/api/files/upload")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{}"))),
        415,
        "unsupported_type");
  }

  @Test
  void a_form_that_is_shorter_than_it_says_or_broken_off_leaves_nothing() throws Exception {
    byte[] form = Caller.form(Caller.file("a.bin", random(11 << 20)));
    byte[] half = Arrays.copyOf(form, form.length / 2);
    Caller.assertProblem(ann.upload(BodyPublishers.ofByteArray(half)), 400, "invalid_request");
    Caller zoe = new Caller(service, "zoe");
    sendAndGo(zoe, form.length, half);
    Quotas quotas = service.bean(Quotas.class);
    await().atMost(Duration.ofSeconds(30)).until(() -> quotas.files("zoe").findAny().isEmpty());
  }

  @Test
  void a_user_over_the_quota_is_refused_until_files_are_removed() {
    Quotas quotas = service.bean(Quotas.class);
    quotas.keep("max", "other", 5L << 30);
    Caller max = new Caller(service, "max");
    Caller.assertProblem(max.upload("a.txt", "hello".getBytes(UTF_8)), 413, "too_large");
    quotas.release("max", "other");
    assertThat(max.upload("a.txt", "hello".getBytes(UTF_8)).statusCode()).isEqualTo(201);
  }

  /** Before the answer, unless the log is slow: then it is published later. */
  @Test
  void a_file_is_announced() {
    StoredFile stored = uploadedByAnn();
    for (int tries = 1; tries < 3 && !stored.announced(); tries++) {
      stored = uploadedByAnn();
    }
    assertThat(stored.announced()).isTrue();
    assertThat(stored.uploaded())
        .isInstanceOfSatisfying(
            FileEvent.Uploaded.class, event -> assertThat(event.user()).isEqualTo("ann"));
  }

  private StoredFile uploadedByAnn() {
    JsonNode file = ann.uploaded("a.txt", "hello".getBytes(UTF_8));
    return service.bean(Files.class).find(file.get("id").asString()).orElseThrow();
  }

  /** Announces more than it sends, and disconnects; the upload is in progress by then. */
  private void sendAndGo(Caller caller, int length, byte[] bytes) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
      String head =
          "POST /api/files/upload HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
              + service.token(caller.user())
              + "\r\nChat-Gateway: "
              + service.gatewayToken()
              + "\r\nContent-Type: multipart/form-data; boundary="
              + Caller.BOUNDARY
              + "\r\nContent-Length: "
              + length
              + "\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(UTF_8));
      socket.getOutputStream().write(bytes);
      Quotas quotas = service.bean(Quotas.class);
      await()
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(1))
          .until(() -> quotas.files(caller.user()).findAny().isPresent());
    }
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    return bytes;
  }
}
