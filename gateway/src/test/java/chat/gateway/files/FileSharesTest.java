package chat.gateway.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** One client gets a share of the permits, for as long as it uses them. */
class FileSharesTest {

  private static final int SHARE = 3;
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private static final StubUploadService PLAYED =
      new StubUploadService(
          s ->
              new FilesSettings(
                  s.url(),
                  s.connectTimeout(),
                  s.idleTimeout(),
                  3 * SHARE,
                  s.leastRate(),
                  Duration.ofMillis(200)));

  private static final String LINK =
      "GET /files/originals/x?x-chat-for=ann HTTP/1.1\r\nHost: localhost\r\n\r\n";
  private static final String FOUND =
      "HTTP/1.1 302 Found\r\nLocation: /files/x\r\nContent-Length: 0\r\n\r\n";
  private static final int ENDLESS = 1 << 30;

  @AfterAll
  static void close() throws IOException {
    PLAYED.close();
  }

  @Test
  void a_client_with_a_third_of_the_downloads_can_still_query_and_upload() throws Exception {
    List<Socket> open = new ArrayList<>();
    for (int i = 0; i < SHARE; i++) {
      open.add(ask(LINK));
      open.add(PLAYED.requested());
    }
    try (Socket more = ask(LINK)) {
      assertThat(StubUploadService.readAnswer(more))
          .startsWith("HTTP/1.1 503")
          .contains("Retry-After");
    }
    assertAnswered("GET /api/files/x HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assertAnswered(
        "POST /api/files/upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
    for (Socket socket : open) {
      socket.close();
    }
    awaitFree();
  }

  @Test
  @SuppressWarnings("try") // the client goes before its answer
  void a_client_that_disconnects_early_releases_its_permit() throws Exception {
    for (int i = 0; i < 2 * SHARE; i++) {
      Passed passed = passedOn();
      try (Socket client = passed.client();
          Socket upstream = passed.upstream()) {
        StubUploadService.head(upstream.getInputStream());
        client.setSoLinger(true, 0); // it is told so at once
        client.close();
        StubUploadService.answer(upstream, FOUND);
      }
    }
    awaitFree();
  }

  private record Passed(Socket client, Socket upstream) {}

  /** A download with a permit: an ended download releases its permit a moment later. */
  private static Passed passedOn() {
    return await("a permit is released")
        .atMost(TIMEOUT)
        .until(FileSharesTest::passedOnNow, Optional::isPresent)
        .orElseThrow();
  }

  private static Optional<Passed> passedOnNow() throws IOException {
    Socket client = ask(LINK);
    while (client.getInputStream().available() == 0) {
      Socket upstream = PLAYED.requestedNow();
      if (upstream != null) {
        return Optional.of(new Passed(client, upstream));
      }
    }
    client.close();
    return Optional.empty();
  }

  @Test
  void a_client_that_does_not_read_is_disconnected_on_both_sides() throws Exception {
    Passed passed = passedOn();
    try (Socket client = passed.client();
        Socket upstream = passed.upstream()) {
      StubUploadService.head(upstream.getInputStream());
      StubUploadService.answer(
          upstream, "HTTP/1.1 200 OK\r\nContent-Length: " + ENDLESS + "\r\n\r\n");
      StubUploadService.send(upstream, ENDLESS).get(20, TimeUnit.SECONDS); // ends as it is cut off
      awaitFree();
      client.setSoTimeout(20_000);
      assertThat(lengthToEnd(client)).isLessThan(ENDLESS);
    }
  }

  private static long lengthToEnd(Socket client) {
    long length = 0;
    byte[] piece = new byte[1 << 16];
    try {
      for (int read = 0; read >= 0; read = client.getInputStream().read(piece)) {
        length += read;
      }
    } catch (IOException e) {
      return length; // cut off
    }
    return length;
  }

  /** Waits until as many downloads as one client may have are answered at once. */
  private static void awaitFree() {
    await("the permits are released").atMost(TIMEOUT).until(FileSharesTest::isFree);
  }

  private static boolean isFree() throws IOException {
    List<Socket> open = new ArrayList<>();
    boolean free = true;
    for (int i = 0; i < SHARE && free; i++) {
      Socket client = ask(LINK);
      open.add(client);
      free = isPassedOn(client, open);
    }
    for (Socket socket : open) {
      socket.close();
    }
    return free;
  }

  private static boolean isPassedOn(Socket client, List<Socket> open) throws IOException {
    client.setSoTimeout(20_000);
    while (client.getInputStream().available() == 0) {
      Socket upstream = PLAYED.requestedNow();
      if (upstream != null) {
        open.add(upstream);
        return true;
      }
    }
    return false; // it was refused
  }

  private static void assertAnswered(String request) throws IOException {
    try (Socket client = ask(request)) {
      PLAYED.answerNext(FOUND);
      assertThat(StubUploadService.readAnswer(client)).startsWith("HTTP/1.1 302");
    }
  }

  private static Socket ask(String request) throws IOException {
    Socket client = PLAYED.connect();
    StubUploadService.write(client, request);
    return client;
  }
}
