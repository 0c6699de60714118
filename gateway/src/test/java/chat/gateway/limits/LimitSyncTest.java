package chat.gateway.limits;

import chat.infra.devstack.Backends;
import io.lettuce.core.RedisClient;

class LimitSyncTest extends LimitSyncContract {

  LimitSyncTest() {
    super(RedisClient.create(Backends.shared().redis().toString()));
  }
}
