package chat.tracing;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** For services to import; they are called by their {@code spring.application.name}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TracingSettings.class)
public class TracingConfiguration {

  @Bean(destroyMethod = "close")
  Tracing tracing(TracingSettings settings, Environment environment) {
    return Tracing.of(settings, environment.getRequiredProperty("spring.application.name"));
  }
}
