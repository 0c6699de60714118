package chat.writer.erasure;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How erased accounts are taken out of the rooms' events.
 *
 * @param settle how long after an erasure something of that user may still come into the log: the
 *     longest that a send is under way, and that a gateway takes to end their sockets. After it all
 *     is looked through once more
 * @param retry how long to wait for writers that are behind, and for tables in trouble
 * @param timeout longest wait for one page of a user's events; after it the page is given up, and
 *     done again in smaller ones
 */
@ConfigurationProperties("chat.writer.erasure")
record ErasureSettings(
    @DefaultValue("30s") Duration settle,
    @DefaultValue("1s") Duration retry,
    @DefaultValue("15s") Duration timeout) {

  ErasureSettings {
    if (retry.isZero() || retry.isNegative() || timeout.isZero() || timeout.isNegative()) {
      throw new IllegalArgumentException(
          "retry, timeout: %s, %s (expected: > 0)".formatted(retry, timeout));
    }
  }
}
