package chat.edge;

import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a service leaves out of its log. */
@Configuration(proxyBeanMethods = false)
public class LogConfiguration {

  @Bean
  InitializingBean handledErrors() {
    return () -> {
      if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
        HandledErrors.install(context);
      }
    };
  }
}
