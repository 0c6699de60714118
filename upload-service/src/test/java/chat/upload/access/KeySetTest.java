package chat.upload.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import com.sun.net.httpserver.HttpServer;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.EcPublicJwk;
import io.jsonwebtoken.security.Jwks;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys from real HTTP servers that stand in for gateways. */
class KeySetTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration LIFETIME = Duration.ofMinutes(5);
  private static final Duration OUTAGE = Duration.ofHours(12);

  private final AtomicInteger fetches = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private volatile String body = "";
  private volatile Instant now = Instant.EPOCH;
  private volatile CountDownLatch answering = new CountDownLatch(0);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer gateway;
  private KeySet keys;

  @BeforeEach
  void start() throws IOException {
    gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gateway.createContext(
        "/",
        exchange -> {
          fetches.incrementAndGet();
          awaitAnswering();
          byte[] bytes = (failures.getAndDecrement() > 0 ? "" : body).getBytes(UTF_8);
          exchange.sendResponseHeaders(bytes.length == 0 ? 503 : 200, Math.max(1, bytes.length));
          exchange.getResponseBody().write(bytes.length == 0 ? new byte[1] : bytes);
          exchange.close();
        });
    gateway.setExecutor(threads);
    gateway.start();
    keys = new KeySet(settings(TIMEOUT, address()), () -> now);
  }

  @AfterEach
  void stop() {
    answering.countDown();
    keys.close();
    gateway.stop(0);
    threads.shutdownNow();
  }

  @Test
  void keys_are_fetched_once_in_their_lifetime() {
    serve("a", "b");
    assertThat(keys.find("a")).isPresent();
    assertThat(keys.find("b")).isPresent();
    assertThat(fetches).hasValue(1);

    pass(LIFETIME);
    serve("b");
    assertThat(keys.find("a")).isEmpty();
    assertThat(keys.find("b")).isPresent();
    assertThat(fetches).hasValue(2);
  }

  @Test
  void a_new_key_works_at_once_and_unknown_keys_cause_few_fetches() {
    serve("a");
    assertThat(keys.find("a")).isPresent();
    serve("a", "b");
    assertThat(keys.find("b")).isPresent();
    for (int i = 0; i < 100; i++) {
      assertThat(keys.find("forged-" + i)).isEmpty();
    }
    assertThat(fetches).hasValue(2);

    pass(Duration.ofSeconds(10));
    assertThat(keys.find("forged")).isEmpty();
    assertThat(fetches).hasValue(3);
  }

  @Test
  void known_keys_stay_valid_during_an_outage_and_no_longer() {
    serve("a");
    assertThat(keys.find("a")).isPresent();
    body = "";
    pass(OUTAGE.minusSeconds(1));
    assertThat(keys.find("a")).isPresent();
    assertThat(keys.find("a")).isPresent();
    assertThat(fetches).hasValue(1 + 2);

    pass(Duration.ofSeconds(1));
    assertUnavailable(keys, "a");
    serve("a");
    pass(Duration.ofSeconds(2));
    assertThat(keys.find("a")).isPresent();
  }

  @Test
  void a_key_that_no_gateway_can_be_asked_for_is_not_called_unknown() {
    serve("a");
    assertThat(keys.find("a")).isPresent();
    body = "";

    assertUnavailable(keys, "b");
    assertUnavailable(keys, "b");
    assertThat(keys.find("a")).isPresent();
  }

  @Test
  void a_gateway_is_asked_once_more_if_its_answer_is_no_key_set() {
    serve("a");
    failures.set(1);

    assertThat(keys.find("a")).isPresent();
    assertThat(fetches).hasValue(2);
  }

  @Test
  void keys_are_fetched_in_the_background_before_they_are_too_old() {
    serve("a");
    assertThat(keys.find("a")).isPresent();
    pass(LIFETIME.minusSeconds(30));
    answering = new CountDownLatch(1);
    for (int i = 0; i < 100; i++) {
      assertThat(keys.find("a")).isPresent();
    }

    await().atMost(Duration.ofMinutes(1)).until(() -> fetches.get() == 2);

    serve("b");
    answering.countDown();
    assertThat(keys.find("b")).isPresent();
    pass(LIFETIME.minusSeconds(31));
    assertThat(keys.find("b")).isPresent();
    assertThat(fetches).hasValue(2);
  }

  @Test
  void a_gateway_that_hangs_occupies_few_threads() throws Exception {
    serve("a");
    answering = new CountDownLatch(1);
    CompletionService<Boolean> calls = new ExecutorCompletionService<>(threads);
    for (int i = 0; i < 3 * KeySet.MAX_WAITING; i++) {
      calls.submit(this::isAnswered);
    }

    for (int i = 0; i < 2 * KeySet.MAX_WAITING; i++) {
      Future<Boolean> refused = calls.poll(30, TimeUnit.SECONDS);
      assertThat(refused).as("call %d ends while the gateway hangs", i).isNotNull();
      assertThat(refused.get()).isFalse();
    }
    answering.countDown();
    for (int i = 0; i < KeySet.MAX_WAITING; i++) {
      assertThat(calls.take().get()).isTrue();
    }
  }

  @Test
  void no_call_waits_for_more_than_two_answers() {
    answering = new CountDownLatch(1);
    URI[] hanging = Collections.nCopies(20, address()).toArray(URI[]::new);
    try (KeySet impatient = new KeySet(settings(Duration.ofMillis(200), hanging), () -> now)) {
      assertUnavailable(impatient, "a");
      assertThat(fetches).hasValueLessThan(20);
    }
  }

  @Test
  void without_keys_tokens_can_not_be_checked() {
    assertUnavailable(keys, "a");
    for (String bad : List.of("no json", "{}", "[]", " ".repeat(64 * 1024) + set("a"))) {
      body = bad;
      pass(Duration.ofSeconds(2));
      assertUnavailable(keys, "a");
    }
  }

  @Test
  void the_next_gateway_is_asked_if_one_does_not_answer() {
    serve("a");
    URI none = URI.create("http://127.0.0.1:1");
    try (KeySet both = new KeySet(settings(TIMEOUT, none, address()), () -> now)) {
      assertThat(both.find("a")).isPresent();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 200 OK\r\na: ", "HTTP/1.1 200 OK\r\n\r\n"})
  void a_gateway_that_answers_byte_by_byte_is_given_up_and_the_next_is_asked(String start)
      throws IOException {
    serve("a");
    ScheduledExecutorService drip = Executors.newSingleThreadScheduledExecutor();
    try (ServerSocket slow = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      threads.execute(() -> answerWithoutEnd(slow, start, drip));
      URI first = URI.create("http://127.0.0.1:" + slow.getLocalPort());
      Duration patience = Duration.ofSeconds(5);
      try (KeySet both = new KeySet(settings(patience, first, address()), () -> now)) {
        assertThat(both.find("a")).isPresent();
      }
    } finally {
      drip.shutdownNow();
    }
  }

  private static void answerWithoutEnd(
      ServerSocket server, String start, ScheduledExecutorService drip) {
    try {
      OutputStream answer = server.accept().getOutputStream();
      answer.write(start.getBytes(UTF_8));
      var unused = drip.scheduleAtFixedRate(() -> write(answer), 0, 20, TimeUnit.MILLISECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(OutputStream answer) {
    try {
      answer.write(' ');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_private_key_in_a_set_is_no_public_key() {
    body =
        "{\"keys\":["
            + Jwks.UNSAFE_JSON(
                Jwks.builder().ecKeyPair(Jwts.SIG.ES256.keyPair().build()).id("a").build())
            + "]}";

    assertThat(keys.find("a")).isEmpty();
  }

  private void awaitAnswering() {
    try {
      answering.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isAnswered() {
    try {
      return keys.find("a").isPresent();
    } catch (Refusal unavailable) {
      return false;
    }
  }

  private static void assertUnavailable(KeySet keys, String id) {
    assertThatThrownBy(() -> keys.find(id))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ProblemCode.UNAVAILABLE));
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private void serve(String... ids) {
    body = set(ids);
  }

  private static String set(String... ids) {
    List<String> jwks = List.of(ids).stream().map(KeySetTest::jwk).toList();
    return "{\"keys\":[" + String.join(",", jwks) + "]}";
  }

  private static String jwk(String id) {
    EcPublicJwk jwk =
        Jwks.builder().ecKeyPair(Jwts.SIG.ES256.keyPair().build()).id(id).build().toPublicJwk();
    return Jwks.json(jwk);
  }

  private URI address() {
    return URI.create("http://127.0.0.1:" + gateway.getAddress().getPort());
  }

  private static KeySetSettings settings(Duration timeout, URI... urls) {
    return new KeySetSettings(List.of(urls), timeout, LIFETIME, OUTAGE);
  }
}
