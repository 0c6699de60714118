package chat.upload.access;

import chat.edge.bearer.TokenVerifier;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.security.Jwk;
import io.jsonwebtoken.security.Jwks;
import io.jsonwebtoken.security.PublicJwk;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The gateways' public keys (RFC 7517), fetched from a gateway and cached. An unknown key id causes
 * a fetch, so that a new key works at once; the rate of such fetches is bounded. Safe for use by
 * several threads.
 */
@Component
final class KeySet implements TokenVerifier.Keys {

  private static final Logger LOG = LoggerFactory.getLogger(KeySet.class);
  private static final Duration UNKNOWN_KEY_INTERVAL = Duration.ofSeconds(10);
  private static final Duration RETRY_INTERVAL = Duration.ofSeconds(2);
  private static final int MAX_BYTES = 64 * 1024;

  private final KeySetSettings settings;
  private final InstantSource clock;
  private final ReentrantLock fetching = new ReentrantLock();
  private volatile @Nullable Fetched fetched;
  private Instant nextFetch = Instant.MIN; // guarded by fetching
  private boolean failing; // guarded by fetching

  KeySet(KeySetSettings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  private record Fetched(Map<String, PublicKey> keys, Instant at) {}

  /**
   * Finds a key. Waits for a gateway if the key is unknown or the cached keys are too old.
   *
   * @return empty if the gateways have no such key
   * @throws Refusal {@code UNAVAILABLE} if no gateway answers and no cached key is valid
   */
  @Override
  public Optional<PublicKey> find(String id) {
    Fetched known = fetched;
    boolean fresh = isYounger(known, settings.lifetime());
    if (!fresh || known == null || !known.keys().containsKey(id)) {
      known = refresh(known, id, fresh);
    }
    if (known == null || !isYounger(known, settings.outage())) {
      throw Refusal.until(
          ProblemCode.UNAVAILABLE, "Access tokens can't be checked at present", RETRY_INTERVAL);
    }
    return Optional.ofNullable(known.keys().get(id));
  }

  private boolean isYounger(@Nullable Fetched known, Duration age) {
    return known != null && clock.instant().isBefore(known.at().plus(age));
  }

  /** Returns the newest keys. Threads that can use the keys they know do not wait for a fetch. */
  @SuppressWarnings("ReferenceEquality") // whether another thread has fetched meanwhile
  private @Nullable Fetched refresh(@Nullable Fetched known, String id, boolean fresh) {
    boolean usable =
        known != null && known.keys().containsKey(id) && isYounger(known, settings.outage());
    if (!fetching.tryLock()) {
      if (usable) {
        return known;
      }
      fetching.lock();
    }
    try {
      if (Objects.equals(fetched, known) && !clock.instant().isBefore(nextFetch)) {
        fetch(fresh);
      }
      return fetched;
    } finally {
      fetching.unlock();
    }
  }

  private void fetch(boolean forUnknownKey) {
    for (URL url : settings.urls()) {
      try {
        fetched = new Fetched(keys(read(url)), clock.instant());
        nextFetch = clock.instant().plus(forUnknownKey ? UNKNOWN_KEY_INTERVAL : Duration.ZERO);
        failing = false;
        return;
      } catch (IOException | JwtException | IllegalArgumentException e) {
        LOG.debug("no keys from {}", url, e);
      }
    }
    nextFetch = clock.instant().plus(RETRY_INTERVAL);
    if (!failing) {
      LOG.warn("no gateway answers with its keys, urls={}", settings.url());
    }
    failing = true;
  }

  private String read(URL url) throws IOException {
    int timeout = Math.toIntExact(settings.timeout().toMillis());
    URLConnection connection = url.openConnection();
    connection.setConnectTimeout(timeout);
    connection.setReadTimeout(timeout);
    connection.setUseCaches(false);
    try (InputStream body = connection.getInputStream()) {
      byte[] bytes = body.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("a key set over " + MAX_BYTES + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
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
}
