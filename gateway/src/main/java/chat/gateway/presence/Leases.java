package chat.gateway.presence;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;

/** The gateways' leases in Redis, which expire by Redis' clock. */
final class Leases {

  private final StringRedisTemplate redis;
  private final RedisScript<?> renew = RedisScript.of(text(), List.class);
  private final Duration duration;

  /**
   * The result of a renewal.
   *
   * @param held whether the lease was there; if not, it is not acquired either
   * @param known whether trackers follow all users, and had the time to read about all sessions
   */
  record Renewed(boolean held, boolean known) {}

  Leases(StringRedisTemplate redis, Duration duration) {
    this.redis = redis;
    this.duration = duration;
  }

  /** Acquires a new lease. */
  Renewed acquire(String lease, int partitions) {
    return run(lease, partitions, "take");
  }

  /** Renews a lease, unless it has expired. */
  Renewed renew(String lease, int partitions) {
    return run(lease, partitions, "renew");
  }

  private Renewed run(String lease, int partitions, String what) {
    Object answer =
        redis.execute(
            renew,
            List.of(),
            lease,
            Long.toString(duration.toMillis()),
            Integer.toString(partitions),
            what);
    List<?> flags = (List<?>) Objects.requireNonNull(answer);
    return new Renewed(flags.get(0).equals("yes"), flags.get(1).equals("yes"));
  }

  private static String text() {
    try (InputStream file = Leases.class.getResourceAsStream("/presence/renew.lua")) {
      return new String(
          Objects.requireNonNull(file, "renew.lua").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
