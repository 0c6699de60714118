package chat.tracing;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether and where traces are exported.
 *
 * @param endpoint address of a collector that accepts OTLP over HTTP, as {@code
 *     http://collector:4318/v1/traces}; not set: there are no traces
 * @param ratio share of requests and messages that is traced (0 to 1); callers that send a {@code
 *     traceparent} decide for theirs
 */
@ConfigurationProperties("chat.tracing")
public record TracingSettings(@Nullable URI endpoint, @DefaultValue("0.01") double ratio) {

  /** Checks them; an empty endpoint is none. */
  public TracingSettings {
    endpoint = endpoint == null || endpoint.toString().isBlank() ? null : endpoint;
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new IllegalArgumentException("chat.tracing.ratio: " + ratio + " (expected: 0 to 1)");
    }
  }
}
