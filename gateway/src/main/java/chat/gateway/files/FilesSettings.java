package chat.gateway.files;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where files are.
 *
 * @param url of the upload service
 * @param connectTimeout after which it counts as away
 * @param idleTimeout how long a request may stand still; longer than an upload waits there for its
 *     turn
 * @param inFlight how many uploads, links and questions about files are under way at most, of each
 *     kind; more are refused
 * @param leastRate how much a client sends or takes a second at least, for as long as it is waited
 *     for: half of what GPRS had
 * @param leastRateAfter how long a client may be waited for beyond that, for a line may be away for
 *     some seconds
 */
@ConfigurationProperties("chat.upload")
record FilesSettings(
    @DefaultValue("http://127.0.0.1:8090") URI url,
    @DefaultValue("2s") Duration connectTimeout,
    @DefaultValue("90s") Duration idleTimeout,
    @DefaultValue("500") int inFlight,
    @DefaultValue("2000B") DataSize leastRate,
    @DefaultValue("20s") Duration leastRateAfter) {

  FilesSettings {
    if (url.getHost() == null || !url.toString().matches("https?://[^/]+/?")) {
      throw new IllegalArgumentException(
          "chat.upload.url: " + url + " (expected: http(s)://host:port)");
    }
    if (inFlight < 1) {
      throw new IllegalArgumentException("chat.upload.in-flight: " + inFlight + " (expected: > 0)");
    }
    if (leastRate.toBytes() < 1) {
      throw new IllegalArgumentException(
          "chat.upload.least-rate: " + leastRate + " (expected: > 0)");
    }
  }
}
