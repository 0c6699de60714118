package chat.sockets.fanout;

import chat.sockets.budget.ClientMemory;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The hub of a service, with a shard for each processor. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FanOutSettings.class)
public class FanOutConfiguration {

  /** The hub; its service has a clock for durations, which does not jump. */
  @Bean
  Hub hub(
      FanOutSettings settings,
      ClientMemory memory,
      @Qualifier("steadyClock") InstantSource clock,
      InstantSource dayTime,
      MeterRegistry registry) {
    int shards = Runtime.getRuntime().availableProcessors();
    return new Hub(shards, settings, memory, clock, dayTime, registry);
  }

  @Bean
  UserConnections userConnections() {
    return new UserConnections();
  }
}
