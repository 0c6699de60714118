package chat.gateway.files;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How a gateway reaches the upload service.
 *
 * @param url address of the upload service, as {@code http(s)://host:port}; without an answer there
 *     gateways answer 503 to requests for files
 * @param connectTimeout time after which the upload service counts as away
 * @param idleTimeout longest time without a byte in a request
 * @param inFlight largest number of requests of one kind under way: uploads, links, questions
 * @param leastRate least rate at which a client sends or reads a file, in bytes a second
 * @param leastRateAfter time by which a client may fall behind that rate
 */
@ConfigurationProperties("chat.upload")
record FilesSettings(
    URI url,
    Duration connectTimeout,
    Duration idleTimeout,
    int inFlight,
    DataSize leastRate,
    Duration leastRateAfter) {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  /** Longer than the 60 s that an upload waits there for memory. */
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(90);

  /** More are refused with 503. */
  private static final int IN_FLIGHT = 500;

  /** Half of what GPRS had; the upload service has the same. */
  private static final DataSize LEAST_RATE = DataSize.ofBytes(2000);

  /** A mobile client may be without a network for some seconds. */
  private static final Duration LEAST_RATE_AFTER = Duration.ofSeconds(20);

  FilesSettings {
    if (url.getHost() == null || !url.toString().matches("https?://[^/]+/?")) {
      throw new IllegalArgumentException(
          "chat.upload.url: " + url + " (expected: http(s)://host:port)");
    }
  }

  @ConstructorBinding
  FilesSettings(@DefaultValue("http://127.0.0.1:8090") URI url) {
    this(url, CONNECT_TIMEOUT, IDLE_TIMEOUT, IN_FLIGHT, LEAST_RATE, LEAST_RATE_AFTER);
  }
}
