package chat.presence.tracking;

import org.junit.jupiter.api.AfterAll;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

class TrackerLoopTest extends TrackerLoopContract {

  private static final LettuceConnectionFactory CONNECTIONS = TestRedis.server();

  TrackerLoopTest() {
    super(CONNECTIONS);
  }

  @AfterAll
  static void close() {
    CONNECTIONS.destroy();
  }
}
