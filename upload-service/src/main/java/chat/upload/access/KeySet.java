package chat.upload.access;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * The gateways' public keys, kept for a while. A token of a key that is not among them has them
 * fetched anew, so that a new key works at once; strangers can't make that happen often.
 */
final class KeySet {

  private static final Duration REFRESH_AHEAD = Duration.ofSeconds(30);
  private static final Duration SELDOM = Duration.ofSeconds(10);
  private static final int MAX_BYTES = 64 * 1024;

  private KeySet() {}

  static JWKSource<SecurityContext> of(KeySetSettings settings) {
    List<URL> urls = settings.urls();
    JWKSource<SecurityContext> source = null;
    for (int i = urls.size() - 1; i >= 0; i--) {
      JWKSourceBuilder<SecurityContext> builder = at(urls.get(i));
      source = (source == null ? builder : builder.failover(source)).build();
    }
    return Objects.requireNonNull(source);
  }

  private static JWKSourceBuilder<SecurityContext> at(URL url) {
    int timeout = Math.toIntExact(KeySetSettings.TIMEOUT.toMillis());
    DefaultResourceRetriever http = new DefaultResourceRetriever(timeout, timeout, MAX_BYTES);
    return JWKSourceBuilder.<SecurityContext>create(url, http)
        .cache(KeySetSettings.LIFETIME.toMillis(), 2 * KeySetSettings.TIMEOUT.toMillis())
        .refreshAheadCache(REFRESH_AHEAD.toMillis(), false)
        .rateLimited(SELDOM.toMillis())
        .retrying(true)
        .outageTolerant(KeySetSettings.OUTAGE.toMillis());
  }
}
