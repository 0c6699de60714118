package chat.writer.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.log.CloudEventHeaders;
import chat.contract.log.ErasedUsers;
import chat.contract.log.Topic;
import chat.writer.WebhookReceiver;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts at real servers on loopback. */
class WebhookHttpTest {

  private static final String REFUSED = "the address of the host is not allowed";
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final ErasedUsers ERASED = new ErasedUsers();

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "2130706433",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "0.0.0.0",
        "169.254.169.254"
      })
  void no_form_of_an_address_gets_around_the_check(String host) throws Exception {
    try (WebhookReceiver receiver = new WebhookReceiver();
        WebhookHttp http = http(TIMEOUT, InetAddress::getAllByName)) {
      for (String scheme : List.of("http", "https")) {
        Answer answer = post(http, scheme + "://" + host + ":" + receiver.port() + "/");
        assertThat(answer).isEqualTo(Answer.none(REFUSED));
      }
      assertThat(receiver.all()).isEmpty();
    }
  }

  @Test
  void a_host_with_one_address_that_is_not_allowed_is_not_reached() throws Exception {
    InetAddress[] both = {InetAddress.getByName("1.1.1.1"), InetAddress.getByName("10.0.0.1")};
    try (WebhookHttp http = http(TIMEOUT, host -> both)) {
      assertThat(post(http, "https://both.example/")).isEqualTo(Answer.none(REFUSED));
    }
  }

  /** The name leads elsewhere with each look-up: what was checked is what is reached. */
  @Test
  void a_name_that_changes_its_address_after_the_check_does_not_lead_elsewhere() throws Exception {
    AtomicInteger lookUps = new AtomicInteger();
    try (WebhookReceiver receiver = new WebhookReceiver();
        WebhookHttp http =
            http(
                TIMEOUT,
                host -> {
                  int last = lookUps.incrementAndGet() == 1 ? 1 : 2;
                  return new InetAddress[] {InetAddress.getByName("127.0.0." + last)};
                },
                "127.0.0.1/32")) {
      String url = "http://changing.example:" + receiver.port() + "/";

      assertThat(post(http, url).status()).isEqualTo(204);
      assertThat(lookUps).hasValue(1);
    }
    try (WebhookHttp http =
        http(
            TIMEOUT,
            host -> {
              int last = lookUps.incrementAndGet();
              return new InetAddress[] {InetAddress.getByName("127.0.0." + last)};
            },
            "127.0.0.1/32")) {
      assertThat(post(http, "http://changing.example:9/")).isEqualTo(Answer.none(REFUSED));
    }
  }

  @Test
  void a_redirect_is_a_failure_and_is_not_followed() throws Exception {
    try (WebhookReceiver inner = new WebhookReceiver();
        WebhookReceiver receiver =
            new WebhookReceiver(
                (delivery, exchange) -> {
                  exchange.getResponseHeaders().add("Location", inner.url());
                  return 307;
                });
        WebhookHttp http = loopback(TIMEOUT)) {
      assertThat(post(http, receiver.url()).error())
          .isEqualTo("status 307, redirects are not followed");
      assertThat(inner.all()).isEmpty();
      assertThat(receiver.all()).hasSize(1);
    }
  }

  @Test
  void an_answer_that_does_not_come_ends_the_attempt() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    try (WebhookReceiver receiver =
            new WebhookReceiver(
                (delivery, exchange) -> released.await(30, TimeUnit.SECONDS) ? 200 : 500);
        WebhookHttp http = loopback(Duration.ofMillis(300))) {
      assertThat(post(http, receiver.url())).isEqualTo(Answer.none("no answer within 300 ms"));
      released.countDown();
    }
  }

  @Test
  void a_body_without_end_is_not_read_to_its_end() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        WebhookHttp http = loopback(Duration.ofSeconds(20))) {
      CompletableFuture<Long> written = CompletableFuture.supplyAsync(() -> endless(server));
      Answer answer = post(http, "http://127.0.0.1:" + server.getLocalPort() + "/");

      assertThat(answer.status()).isEqualTo(500);
      assertThat(written.get(30, TimeUnit.SECONDS)).isLessThan(64L << 20);
    }
  }

  /** Writes a body until the client hangs up, and gives its bytes. */
  private static long endless(ServerSocket server) {
    long written = 0;
    try (Socket socket = server.accept();
        InputStream in = socket.getInputStream();
        OutputStream out = socket.getOutputStream()) {
      byte[] block = new byte[1024];
      assertThat(in.read(block)).isPositive();
      out.write("HTTP/1.1 500 X\r\nContent-Length: 1000000000\r\n\r\n".getBytes(UTF_8));
      while (true) {
        out.write(block);
        written += block.length;
      }
    } catch (IOException hungUp) {
      return written;
    }
  }

  @Test
  void a_certificate_that_is_not_trusted_ends_the_attempt() throws Exception {
    try (ServerSocket server =
            selfSigned().getServerSocketFactory().createServerSocket(0, 1, loopback());
        WebhookHttp http = loopback(TIMEOUT)) {
      var unused = CompletableFuture.runAsync(() -> endless(server));
      assertThat(post(http, "https://127.0.0.1:" + server.getLocalPort() + "/").error())
          .startsWith("TLS failed");
    }
  }

  @Test
  void the_name_and_text_of_an_erased_user_are_left_out() throws Exception {
    ERASED.add("u-erased", 7);
    String value =
        "{\"seq\":17592186044417,\"prev\":5,\"type\":\"message\",\"room\":\"dev\",\"id\":\"m\","
            + "\"user\":{\"id\":\"u-erased\",\"username\":\"eve\"},\"content\":\"secret\",\"at\":1}";
    try (WebhookReceiver receiver = new WebhookReceiver();
        WebhookHttp http = loopback(TIMEOUT)) {
      assertThat(post(http, receiver.url(), value).status()).isEqualTo(204);
      assertThat(receiver.all().get(0).body())
          .startsWith("{\"seq\":17592186044417,\"prev\":5,")
          .contains("\"deletedAt\":7")
          .doesNotContain("eve", "secret");
    }
  }

  @Test
  void retry_after_is_read_within_its_bound() throws Exception {
    assertThat(retryAfter(429, "7")).isEqualTo(Duration.ofSeconds(7));
    assertThat(retryAfter(503, "99999999999999999999")).isEqualTo(Duration.ofMinutes(10));
    assertThat(retryAfter(503, "Fri, 31 Dec 9999 23:59:59 GMT")).isEqualTo(Duration.ofMinutes(10));
    assertThat(retryAfter(503, "Fri, 31 Dec 1999 23:59:59 GMT")).isNull();
    assertThat(retryAfter(503, "soon")).isNull();
    assertThat(retryAfter(500, "7")).as("of other answers it says nothing").isNull();
  }

  private static @Nullable Duration retryAfter(int status, String header) throws Exception {
    try (WebhookReceiver receiver =
            new WebhookReceiver(
                (delivery, exchange) -> {
                  exchange.getResponseHeaders().add("Retry-After", header);
                  return status;
                });
        WebhookHttp http = loopback(TIMEOUT)) {
      return post(http, receiver.url()).retryAfter();
    }
  }

  private SSLContext selfSigned() throws Exception {
    Path store = directory.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "a",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit")
            .inheritIO()
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(keys, "changeit".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }

  private static WebhookHttp loopback(Duration timeout) {
    return http(timeout, InetAddress::getAllByName, "127.0.0.0/8");
  }

  private static WebhookHttp http(
      Duration timeout, CheckedResolver.Lookup lookup, String... allowed) {
    return new WebhookHttp(
        new WebhookSettings(
            true, List.of(allowed), 1, timeout, Duration.ofSeconds(1), Duration.ofMinutes(10)),
        ERASED,
        InstantSource.system(),
        lookup);
  }

  private static Answer post(WebhookHttp http, String url) throws Exception {
    return post(http, url, "{}");
  }

  private static Answer post(WebhookHttp http, String url, String value) throws Exception {
    Webhook hook =
        new Webhook(
            "w",
            "1",
            "1",
            URI.create(url),
            List.of(Signature.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")),
            Set.of(),
            Set.of(),
            null,
            0,
            false);
    ConsumerRecord<byte[], byte[]> log =
        new ConsumerRecord<>(Topic.EVENTS, 3, 5, "dev".getBytes(UTF_8), value.getBytes(UTF_8));
    log.headers().add(CloudEventHeaders.ID, "17592186044417".getBytes(UTF_8));
    log.headers().add(CloudEventHeaders.TYPE, "chat.message".getBytes(UTF_8));
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    http.post(hook, WebhookEvent.of(log), answer::complete);
    return answer.get(60, TimeUnit.SECONDS);
  }
}
