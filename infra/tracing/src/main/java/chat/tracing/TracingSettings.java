package chat.tracing;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether and where traces are told.
 *
 * @param endpoint of a collector that takes OTLP over HTTP, as {@code
 *     http://collector:4318/v1/traces}; without it there are no traces
 * @param ratio which part of what begins here is traced, 0 to 1; who calls with a {@code
 *     traceparent} says it for themselves
 */
@ConfigurationProperties("chat.tracing")
public record TracingSettings(@Nullable URI endpoint, @DefaultValue("0.01") double ratio) {

  /** Checks them; an endpoint that says nothing is none. */
  public TracingSettings {
    endpoint = endpoint == null || endpoint.toString().isBlank() ? null : endpoint;
    if (!(ratio >= 0 && ratio <= 1)) {
      throw new IllegalArgumentException("chat.tracing.ratio: " + ratio + " (expected: 0 to 1)");
    }
  }
}
