package chat.sockets.budget;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The memory that a service spends on its clients. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MemorySettings.class)
public class BudgetConfiguration {

  @Bean
  ClientMemory clientMemory(MemorySettings settings) {
    return new ClientMemory(settings.clientBytes(Runtime.getRuntime().maxMemory()));
  }
}
