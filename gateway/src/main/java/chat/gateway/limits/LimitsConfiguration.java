package chat.gateway.limits;

import chat.edge.ClockConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

@Configuration(proxyBeanMethods = false)
class LimitsConfiguration {

  @Bean
  Limits limits(
      LimitSettings settings,
      @Qualifier(ClockConfiguration.STEADY) InstantSource clock,
      ObjectProvider<MeterRegistry> registry) {
    MeterRegistry meters = registry.getIfAvailable(SimpleMeterRegistry::new);
    return new Limits(settings, clock, new LimitMeter(meters));
  }

  /** Uses a client with Spring Boot's settings for Redis, TLS and passwords included. */
  @Bean
  @ConditionalOnBooleanProperty(name = "chat.limits.enabled", matchIfMissing = true)
  LimitSync limitSync(
      Limits limits,
      LettuceConnectionFactory redis,
      @Qualifier(ClockConfiguration.STEADY) InstantSource clock) {
    return new LimitSync(
        limits, SyncTerms.DEFAULT, () -> RedisMeters.of(redis.getRequiredNativeClient(), clock));
  }
}
