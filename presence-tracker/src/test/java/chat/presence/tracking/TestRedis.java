package chat.presence.tracking;

import chat.infra.devstack.Backends;
import chat.infra.devstack.RedisCluster;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.cluster.ClusterClientOptions;
import java.time.Duration;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Connections to a real Redis. */
final class TestRedis {

  private TestRedis() {}

  static LettuceConnectionFactory server() {
    var uri = Backends.shared().redis();
    return started(new LettuceConnectionFactory(uri.getHost(), uri.getPort()));
  }

  static LettuceConnectionFactory cluster() {
    return started(
        new LettuceConnectionFactory(
            new RedisClusterConfiguration(RedisCluster.shared().nodes()),
            LettuceClientConfiguration.builder()
                .commandTimeout(Duration.ofSeconds(5))
                .clientOptions(
                    ClusterClientOptions.builder()
                        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                        .build())
                .build()));
  }

  private static LettuceConnectionFactory started(LettuceConnectionFactory connections) {
    connections.afterPropertiesSet();
    connections.start();
    return connections;
  }
}
