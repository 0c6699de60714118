package chat.tracing;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Tracing for a service, which imports this class; the service is named by its {@code
 * spring.application.name}.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TracingSettings.class)
public class TracingConfiguration {

  @Bean(destroyMethod = "close")
  Tracing tracing(TracingSettings settings, Environment environment) {
    return Tracing.of(settings, environment.getRequiredProperty("spring.application.name"));
  }
}
