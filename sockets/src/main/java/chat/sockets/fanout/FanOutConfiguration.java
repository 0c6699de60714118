package chat.sockets.fanout;

import chat.sockets.budget.ClientMemory;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The hub of a service, with a shard for each processor. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BroadcastSettings.class)
public class FanOutConfiguration {

  @Bean
  Broadcast hub(
      BroadcastSettings settings,
      ClientMemory memory,
      InstantSource clock,
      MeterRegistry registry) {
    return new Broadcast(
        Runtime.getRuntime().availableProcessors(), settings, memory, clock, registry);
  }

  @Bean
  UserConnections userConnections() {
    return new UserConnections();
  }
}
