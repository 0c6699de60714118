package chat.upload.access;

import chat.edge.ClockConfiguration;
import chat.edge.bearer.TokenVerifier;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import io.jsonwebtoken.security.Jwk;
import io.jsonwebtoken.security.Jwks;
import io.jsonwebtoken.security.PublicJwk;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * The gateways' public keys (RFC 7517), fetched from a gateway and cached. One thread fetches them,
 * in the background before the cached keys are too old. An unknown key id causes a fetch, so that a
 * new key works at once; the rate of such fetches is bounded. Safe for use by several threads.
 */
@Component
final class KeySet implements TokenVerifier.Keys, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KeySet.class);
  private static final Duration REFRESH_AHEAD = Duration.ofSeconds(30);
  private static final Duration UNKNOWN_KEY_INTERVAL = Duration.ofSeconds(10);
  private static final Duration RETRY_INTERVAL = Duration.ofSeconds(2);
  private static final int TRIES = 2;
  private static final int MAX_BYTES = 64 * 1024;
  private static final int OK = 200;

  /**
   * Maximum number of calls that wait for a fetch, a tenth of the server's threads: tokens are
   * verified before any bulkhead.
   */
  static final int MAX_WAITING = 30;

  private final KeySetSettings settings;
  private final InstantSource clock;
  private final ExecutorService fetcher = Executors.newSingleThreadExecutor(KeySet::thread);
  private final HttpClient http;
  private final Semaphore waiting = new Semaphore(MAX_WAITING);
  private volatile @Nullable Fetched fetched;
  private volatile Instant nextFetch = Instant.MIN;
  private CompletableFuture<Fetched> fetch = CompletableFuture.failedFuture(unavailable()); // this
  private boolean failing; // the fetcher's own

  KeySet(KeySetSettings settings, @Qualifier(ClockConfiguration.STEADY) InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(settings.timeout())
            .build();
  }

  private record Fetched(Map<String, PublicKey> keys, Instant at) {

    Optional<PublicKey> find(String id) {
      return Optional.ofNullable(keys.get(id));
    }
  }

  /**
   * Finds a key. Waits for a gateway if the key is unknown or the cached keys are too old, but no
   * longer than two answers may take.
   *
   * @return empty if the gateways have no such key
   * @throws Refusal {@code UNAVAILABLE} if the key is not known and no gateway answers
   */
  @Override
  public Optional<PublicKey> find(String id) {
    Fetched known = fetched;
    Optional<PublicKey> key =
        known != null && age(known).compareTo(settings.outage()) < 0
            ? known.find(id)
            : Optional.empty();
    Duration left = known == null ? Duration.ZERO : settings.lifetime().minus(age(known));
    boolean fresh = left.compareTo(Duration.ZERO) > 0;
    if (key.isPresent() && left.compareTo(REFRESH_AHEAD) > 0) {
      return key;
    }
    boolean began = begin(key.isEmpty() && fresh);
    if (key.isPresent() && (fresh || !began)) {
      return key;
    }
    try {
      return await().find(id);
    } catch (Refusal unavailable) {
      return Optional.of(key.orElseThrow(() -> unavailable));
    }
  }

  private Duration age(Fetched keys) {
    return Duration.between(keys.at(), clock.instant());
  }

  /** Begins a fetch, unless one is under way or the last one was just now. */
  private synchronized boolean begin(boolean forUnknownKey) {
    if (!fetch.isDone() || clock.instant().isBefore(nextFetch)) {
      return false;
    }
    fetch = CompletableFuture.supplyAsync(() -> fetch(forUnknownKey), fetcher);
    return true;
  }

  private synchronized CompletableFuture<Fetched> fetch() {
    return fetch;
  }

  /** Returns the result of the present or last fetch. */
  private Fetched await() {
    CompletableFuture<Fetched> last = fetch();
    boolean waits = !last.isDone();
    if (waits && !waiting.tryAcquire()) {
      throw unavailable();
    }
    try {
      return last.get(2 * settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw unavailable();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable();
    } finally {
      if (waits) {
        waiting.release();
      }
    }
  }

  private Fetched fetch(boolean forUnknownKey) {
    for (int i = 0; i < TRIES; i++) {
      for (URI url : settings.url()) {
        try {
          Fetched keys = new Fetched(keys(read(url)), clock.instant());
          fetched = keys;
          nextFetch = keys.at().plus(forUnknownKey ? UNKNOWN_KEY_INTERVAL : Duration.ZERO);
          failing = false;
          return keys;
        } catch (IOException | RuntimeException e) {
          LOG.debug("no keys from {}", url, e);
        }
      }
    }
    nextFetch = clock.instant().plus(RETRY_INTERVAL);
    if (!failing) {
      LOG.warn("no gateway answers with its keys, urls={}", settings.url());
    }
    failing = true;
    throw unavailable();
  }

  /** Reads a key set; the whole answer must arrive within the timeout. */
  private String read(URI address) throws IOException {
    CompletableFuture<HttpResponse<InputStream>> answer =
        http.sendAsync(HttpRequest.newBuilder(address).build(), BodyHandlers.ofInputStream());
    try {
      return answer
          .thenApplyAsync(KeySet::text)
          .get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      answer.cancel(true);
      var unused = answer.thenAccept(KeySet::close);
    }
  }

  private static String text(HttpResponse<InputStream> answer) {
    try (InputStream body = answer.body()) {
      byte[] bytes = body.readNBytes(MAX_BYTES + 1);
      if (answer.statusCode() != OK || bytes.length > MAX_BYTES) {
        throw new IOException("status " + answer.statusCode() + ", " + bytes.length + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the reading of an answer. */
  private static void close(HttpResponse<InputStream> answer) {
    try {
      answer.body().close();
    } catch (IOException e) {
      LOG.debug("an answer of a gateway could not be closed", e);
    }
  }

  private static Map<String, PublicKey> keys(String set) {
    Map<String, PublicKey> keys = new HashMap<>();
    for (Jwk<?> jwk : Jwks.setParser().build().parse(set).getKeys()) {
      if (jwk instanceof PublicJwk<?> known && known.getId() != null) {
        keys.put(known.getId(), known.toKey());
      }
    }
    return keys;
  }

  private static Refusal unavailable() {
    return Refusal.until(
        ProblemCode.UNAVAILABLE, "Access tokens can't be checked at present", RETRY_INTERVAL);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "key-set");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    fetcher.shutdownNow();
  }
}
