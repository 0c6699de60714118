package chat.gateway.limits;

import chat.infra.devstack.RedisCluster;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;

class RedisClusterLimitSyncTest extends LimitSyncContract {

  RedisClusterLimitSyncTest() {
    super(
        RedisClusterClient.create(
            RedisCluster.shared().nodes().stream()
                .map(node -> RedisURI.create("redis://" + node))
                .toList()));
  }
}
