package chat.upload.access;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * From where the keys come that access tokens are verified with.
 *
 * @param url of the key set at one gateway or more; the next is asked where one does not answer
 * @param timeout longest wait for a gateway's answer
 * @param lifetime after which the keys are asked for anew; a token of an unknown key makes it
 *     sooner
 * @param outage how long known keys stay good while no gateway answers
 */
@ConfigurationProperties("chat.jwks")
record KeySetSettings(
    @DefaultValue("http://127.0.0.1:8080/.well-known/jwks.json") List<URI> url,
    @DefaultValue("2s") Duration timeout,
    @DefaultValue("5m") Duration lifetime,
    @DefaultValue("12h") Duration outage) {

  KeySetSettings {
    if (url.isEmpty()) {
      throw new IllegalArgumentException("chat.jwks.url: none (expected: at least one)");
    }
    url = List.copyOf(url);
  }

  List<URL> urls() {
    return url.stream().map(KeySetSettings::asUrl).toList();
  }

  private static URL asUrl(URI uri) {
    try {
      return uri.toURL();
    } catch (MalformedURLException | IllegalArgumentException e) {
      throw new IllegalArgumentException("chat.jwks.url: " + uri + " (expected: http(s)://…)", e);
    }
  }
}
