package chat.presence.redis;

import chat.contract.PresenceKeys;
import chat.infra.devstack.Backends;
import chat.presence.tracking.PresenceStore;
import chat.presence.tracking.PresenceStoreContract;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

class RedisPresenceStoreTest extends PresenceStoreContract {

  private static LettuceConnectionFactory connections;
  private static StringRedisTemplate redis;

  @BeforeAll
  static void connect() {
    var uri = Backends.shared().redis();
    connections = new LettuceConnectionFactory(uri.getHost(), uri.getPort());
    connections.afterPropertiesSet();
    connections.start();
    redis = new StringRedisTemplate(connections);
  }

  @AfterAll
  static void disconnect() {
    connections.destroy();
  }

  @Override
  protected PresenceStore store() {
    empty();
    return new RedisPresenceStore(
        redis, Duration.ofMillis(1500), Duration.ofMillis(1800), Duration.ofSeconds(2), 500);
  }

  @Override
  protected void take(String taken) {
    redis.opsForZSet().add(PresenceKeys.LEASES, taken, 9e15);
  }

  @Override
  protected void end(String ended) {
    redis.opsForZSet().remove(PresenceKeys.LEASES, ended);
  }

  @Override
  protected void empty() {
    try (RedisConnection connection = connections.getConnection()) {
      connection.serverCommands().flushDb();
    }
  }

  @Override
  protected boolean keeps(String user) {
    return Objects.requireNonNull(redis.hasKey("presence:user:" + user));
  }

  @Override
  protected void pass() {
    LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
  }
}
