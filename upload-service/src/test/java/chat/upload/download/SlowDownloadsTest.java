package chat.upload.download;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.upload.Caller;
import chat.upload.UploadService;
import chat.upload.file.LeastRates;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that request and do not read, with a bucket that serves sixteen requests at a time. */
class SlowDownloadsTest {

  /** More than the bucket serves at a time, and a third of the maximum. */
  private static final int SHARE = 20;

  private static final byte[] LARGE = new byte[24 << 20];

  private final List<Socket> sockets = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  @Test
  void downloads_that_stand_still_do_not_delay_other_downloads() throws IOException {
    try (UploadService service = new UploadService(SlowDownloadsTest::few)) {
      URI link = largeLink(service, "sloth");
      for (int i = 0; i < SHARE; i++) {
        beginAndStop(link);
      }
      assertThat(Caller.fetch(link).statusCode()).isEqualTo(503);
      assertThat(Caller.fetch(largeLink(service, "bob")).body()).isEqualTo(LARGE);
    }
  }

  @Test
  void a_link_names_its_user_and_is_good_for_no_other() {
    URI link = largeLink(UploadService.shared(), "ann");
    URI forged = URI.create(link.toString().replaceFirst("x-chat-for=[^&]*", "x-chat-for=bob"));
    assertThat(Caller.fetch(forged).statusCode()).isEqualTo(403);
    URI unnamed = URI.create(link.toString().replaceFirst("x-chat-for=[^&]*&?", ""));
    assertThat(Caller.fetch(unnamed).statusCode()).isEqualTo(403);
  }

  @Test
  void a_client_that_reads_a_little_now_and_then_is_cut_off() throws IOException {
    try (UploadService hasty = new UploadService(SlowDownloadsTest::hasty)) {
      Socket socket = beginAndStop(largeLink(hasty, "eve"));
      MeterRegistry meters = hasty.bean(MeterRegistry.class);
      await()
          .atMost(Duration.ofMinutes(1))
          .pollInterval(Duration.ofMillis(20))
          .until(
              () -> {
                readALittle(socket);
                return meters.get("chat.download.under.way").gauge().value() == 0;
              });
    }
  }

  private static Object few(Object bean) {
    return bean instanceof DownloadSettings downloads
        ? new DownloadSettings(downloads.storageTimeout(), downloads.within(), 3 * SHARE)
        : bean;
  }

  private static Object hasty(Object bean) {
    return LeastRates.after(bean, Duration.ofSeconds(5));
  }

  private static void readALittle(Socket socket) {
    try {
      var unused = socket.getInputStream().readNBytes(16);
    } catch (IOException e) {
      // It was cut off.
    }
  }

  private static URI largeLink(UploadService service, String user) {
    Caller caller = new Caller(service, user);
    return caller.link(caller.uploaded("a.bin", LARGE));
  }

  /** Returns when the answer has begun. */
  private Socket beginAndStop(URI link) throws IOException {
    Socket socket = new Socket();
    sockets.add(socket);
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(link.getHost(), link.getPort()));
    socket.setSoTimeout(20_000);
    String request =
        "GET " + link.getRawPath() + "?" + link.getRawQuery() + " HTTP/1.1\r\nHost: x\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(US_ASCII));
    assertThat(new String(socket.getInputStream().readNBytes(12), US_ASCII))
        .isEqualTo("HTTP/1.1 200");
    return socket;
  }
}
