package chat.upload.access;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the keys come from that access tokens are verified with.
 *
 * @param url addresses of the gateways' key set, at one gateway or more; where one does not answer,
 *     the next is asked. Known keys stay good for 12 hours while none answers
 * @param timeout longest wait for a gateway's whole answer
 * @param lifetime time after which the keys are fetched again; a token of an unknown key makes it
 *     sooner
 * @param outage time for which known keys stay good while no gateway answers
 */
@ConfigurationProperties("chat.jwks")
record KeySetSettings(List<URI> url, Duration timeout, Duration lifetime, Duration outage) {

  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final Duration LIFETIME = Duration.ofMinutes(5);
  private static final Duration OUTAGE = Duration.ofHours(12);

  KeySetSettings {
    if (url.isEmpty()) {
      throw new IllegalArgumentException("chat.jwks.url: none (expected: at least one)");
    }
    url = List.copyOf(url);
    url.forEach(KeySetSettings::check);
  }

  @ConstructorBinding
  KeySetSettings(@DefaultValue("http://127.0.0.1:8080/.well-known/jwks.json") List<URI> url) {
    this(url, TIMEOUT, LIFETIME, OUTAGE);
  }

  private static void check(URI uri) {
    boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!isHttp || uri.getHost() == null) {
      throw new IllegalArgumentException("chat.jwks.url: " + uri + " (expected: http(s)://…)");
    }
  }
}
