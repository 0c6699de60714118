package chat.edge.guard;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Guards the HTTP ports of a service. {@link ManagementGuard} guards a separate management port.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GuardSettings.class)
public class GuardConfiguration {

  @Bean
  KnownMethods knownMethods() {
    return new KnownMethods();
  }

  @Bean
  HeaderLimits headerLimits() {
    return new HeaderLimits();
  }

  @Bean
  ConnectionLimits connectionLimits(
      GuardSettings settings, ObjectProvider<CountedAddresses> addresses) {
    return new ConnectionLimits(settings, addresses.getIfAvailable(() -> address -> true));
  }

  @Bean
  DirectMemory directMemory() {
    return new DirectMemory();
  }

  @Bean
  VitalThreads vitalThreads(ObjectProvider<Vital> parts) {
    return new VitalThreads(parts::stream);
  }

  @Bean
  HeaderPatience headerPatience(GuardSettings settings) {
    return new HeaderPatience(settings);
  }

  @Bean
  KeepAlive keepAlive(GuardSettings settings) {
    return new KeepAlive(settings);
  }
}
