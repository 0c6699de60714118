package chat.gateway.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A proxy between a client and an upload service that tests drive byte by byte. */
class FilesServletTest {

  private static final String UPLOAD = "POST /api/files/upload HTTP/1.1\r\nHost: localhost\r\n";
  private static final int LARGE = 48 << 20;

  private static final StubUploadService PLAYED =
      new StubUploadService(
          s ->
              new FilesSettings(
                  s.url(),
                  s.connectTimeout(),
                  Duration.ofSeconds(20),
                  s.inFlight(),
                  s.leastRate(),
                  s.leastRateAfter()));

  private final Socket client = PLAYED.connect();

  @AfterAll
  static void close() throws IOException {
    PLAYED.close();
  }

  @AfterEach
  void hangUp() throws IOException {
    client.close();
  }

  @Test
  void received_bytes_are_forwarded_before_the_rest_arrives() throws Exception {
    write(UPLOAD + "Authorization: Bearer t\r\nContent-Length: 11\r\n\r\nhello ");
    try (Socket upstream = PLAYED.requested()) {
      InputStream in = new BufferedInputStream(upstream.getInputStream());
      String head = StubUploadService.head(in);
      assertThat(head)
          .startsWith("POST /api/files/upload HTTP/1.1\r\n")
          .contains("Authorization: Bearer t\r\n", "Content-Length: 11\r\n");
      assertThat(new String(in.readNBytes(6), ISO_8859_1)).isEqualTo("hello ");
      write("world");
      assertThat(new String(in.readNBytes(5), ISO_8859_1)).isEqualTo("world");
      StubUploadService.answer(
          upstream,
          "HTTP/1.1 201 Created\r\nLocation: /api/files/x\r\nContent-Length: 2\r\n\r\n{}");
      assertThat(readAnswer())
          .startsWith("HTTP/1.1 201 Created\r\n")
          .contains("Location: /api/files/x\r\n")
          .endsWith("\r\n\r\n{}");
    }
  }

  @Test
  void a_client_waits_while_the_service_does_not_read() throws Exception {
    write(UPLOAD + "Content-Length: " + LARGE + "\r\n\r\n");
    CompletableFuture<Void> sending = send(LARGE);
    try (Socket upstream = PLAYED.requested()) {
      InputStream in = new BufferedInputStream(upstream.getInputStream());
      assertThat(StubUploadService.head(in)).contains("Content-Length: " + LARGE);
      assertThat(sending).failsWithin(2, TimeUnit.SECONDS); // it waits
      in.skipNBytes(LARGE);
      sending.get(30, TimeUnit.SECONDS);
      StubUploadService.answer(upstream, "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
      assertThat(readAnswer()).startsWith("HTTP/1.1 201 Created\r\n");
    }
  }

  @Test
  void a_redirect_is_passed_to_the_client() throws Exception {
    String link = "http://s3.example/x?sig=%2F";
    write("GET /api/files/x?size=320 HTTP/1.1\r\nHost: localhost\r\n\r\n");
    try (Socket upstream = PLAYED.requested()) {
      assertThat(StubUploadService.head(upstream.getInputStream()))
          .startsWith("GET /api/files/x?size=320 HTTP/1.1\r\n");
      StubUploadService.answer(
          upstream, "HTTP/1.1 302 Found\r\nLocation: " + link + "\r\nContent-Length: 0\r\n\r\n");
      assertThat(readAnswer())
          .startsWith("HTTP/1.1 302 Found\r\n")
          .contains("Location: " + link + "\r\n");
    }
  }

  @Test
  void the_service_learns_the_address_that_the_client_used() throws Exception {
    write("GET /files/originals/x HTTP/1.1\r\nHost: chat.example:81\r\n\r\n");
    try (Socket upstream = PLAYED.requested()) {
      assertThat(StubUploadService.head(upstream.getInputStream()))
          .contains("X-Forwarded-Proto: http\r\n", "X-Forwarded-Host: chat.example:81\r\n");
      StubUploadService.answer(upstream, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
      assertThat(readAnswer()).startsWith("HTTP/1.1 404");
    }
  }

  @Test
  void the_service_waits_for_slow_readers_while_others_are_served() throws Exception {
    List<Socket> slow = new ArrayList<>();
    List<Socket> upstreams = new ArrayList<>();
    List<CompletableFuture<Void>> sending = new ArrayList<>();
    for (int i = 0; i < 12; i++) { // more than threads carry answers
      Socket one = PLAYED.connect();
      slow.add(one);
      StubUploadService.write(one, "GET /files/originals/x HTTP/1.1\r\nHost: localhost\r\n\r\n");
      Socket upstream = PLAYED.requested();
      upstreams.add(upstream);
      assertThat(StubUploadService.head(upstream.getInputStream()))
          .startsWith("GET /files/originals/x ");
      StubUploadService.answer(
          upstream, "HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n");
      sending.add(StubUploadService.send(upstream, LARGE));
    }
    assertThat(sending.get(0)).failsWithin(1, TimeUnit.SECONDS); // it waits
    a_redirect_is_passed_to_the_client();
    for (int i = 0; i < slow.size(); i++) {
      InputStream in = new BufferedInputStream(slow.get(i).getInputStream());
      assertThat(StubUploadService.head(in)).startsWith("HTTP/1.1 200 OK\r\n");
      in.skipNBytes(LARGE);
      sending.get(i).get(30, TimeUnit.SECONDS);
      slow.get(i).close();
      upstreams.get(i).close();
    }
  }

  @Test
  void a_truncated_answer_is_truncated_for_the_client() throws Exception {
    write("GET /files/originals/x HTTP/1.1\r\nHost: localhost\r\n\r\n");
    try (Socket upstream = PLAYED.requested()) {
      assertThat(StubUploadService.head(upstream.getInputStream())).startsWith("GET");
      StubUploadService.answer(
          upstream, "HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n");
      StubUploadService.write(upstream, "x".repeat(100_000));
    }
    client.setSoTimeout(20_000);
    InputStream in = new BufferedInputStream(client.getInputStream());
    assertThat(StubUploadService.head(in)).startsWith("HTTP/1.1 200 OK\r\n");
    assertThat(lengthToEnd(in)).isLessThan(LARGE);
  }

  @Test
  void a_malformed_address_is_not_forwarded() throws Exception {
    write("GET /api/files/x?size=|{} HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assertThat(readAnswer()).startsWith("HTTP/1.1 400").contains("\"code\":\"invalid_request\"");
  }

  @Test
  void an_early_answer_reaches_a_client_that_still_sends() throws Exception {
    write(UPLOAD + "Content-Length: " + LARGE + "\r\n\r\n");
    CompletableFuture<Void> sending = send(LARGE);
    try (Socket upstream = PLAYED.requested()) {
      assertThat(StubUploadService.head(upstream.getInputStream()))
          .contains("Content-Length: " + LARGE);
      StubUploadService.answer(
          upstream, "HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\n\r\n{}");
      assertThat(readAnswer()).startsWith("HTTP/1.1 413").endsWith("{}");
    }
    sending.get(30, TimeUnit.SECONDS);
  }

  @Test
  void a_service_that_disconnects_is_answered_as_a_problem() throws Exception {
    write("GET /api/files/x HTTP/1.1\r\nHost: localhost\r\n\r\n");
    try (Socket upstream = PLAYED.requested()) {
      assertThat(StubUploadService.head(upstream.getInputStream())).startsWith("GET");
    }
    assertThat(readAnswer())
        .startsWith("HTTP/1.1 503")
        .contains("application/problem+json", "Retry-After: 2", "\"code\":\"unavailable\"");
  }

  @Test
  void an_unreachable_service_is_answered_as_a_problem_also_for_an_upload() throws Exception {
    try (StubUploadService lonely = new StubUploadService("chat.upload.url=http://127.0.0.1:1");
        Socket other = lonely.connect()) {
      StubUploadService.write(
          other, UPLOAD + "Content-Length: 100000\r\n\r\n" + "x".repeat(100_000));
      assertThat(StubUploadService.readAnswer(other))
          .startsWith("HTTP/1.1 503")
          .contains("\"code\":\"unavailable\"");
    }
  }

  @Test
  void a_client_disconnect_ends_the_request_to_the_service() throws Exception {
    write(UPLOAD + "Content-Length: 1000\r\n\r\nhalf");
    try (Socket upstream = PLAYED.requested()) {
      InputStream in = new BufferedInputStream(upstream.getInputStream());
      assertThat(StubUploadService.head(in)).contains("Content-Length: 1000");
      assertThat(new String(in.readNBytes(4), ISO_8859_1)).isEqualTo("half");
      client.close();
      upstream.setSoTimeout(20_000);
      assertThat(endsNow(in)).isTrue();
    }
  }

  private static int lengthToEnd(InputStream in) {
    int length = 0;
    try {
      while (in.read() >= 0) {
        length++;
      }
    } catch (IOException e) {
      assertThat(e).isInstanceOf(SocketException.class); // cut off, not timed out
    }
    return length;
  }

  private static boolean endsNow(InputStream in) throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketException e) {
      return true;
    }
  }

  private CompletableFuture<Void> send(int length) {
    return StubUploadService.send(client, length);
  }

  private void write(String text) throws IOException {
    StubUploadService.write(client, text);
  }

  private String readAnswer() throws IOException {
    return StubUploadService.readAnswer(client);
  }
}
