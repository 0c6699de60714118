package chat.presence.redis;

import chat.presence.TrackerSettings;
import chat.presence.tracking.PresenceStore;
import io.lettuce.core.ClientOptions;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.StringRedisTemplate;

@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

  @Bean
  PresenceStore presenceStore(StringRedisTemplate redis, TrackerSettings settings) {
    return new RedisPresenceStore(
        redis, settings.linger(), settings.resend(), settings.settle(), settings.tickUsers());
  }

  /** Commands fail while Redis is away instead of being queued; the tracker repeats its steps. */
  @Bean
  LettuceClientOptionsBuilderCustomizer noQueueing() {
    return options ->
        options.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS);
  }
}
