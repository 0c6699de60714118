package chat.tracing;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** For services that answer requests, beside {@link TracingConfiguration}. */
@Configuration(proxyBeanMethods = false)
public class RequestTraces {

  /** Around all others, so that what they answer is what it sees. */
  @Bean
  FilterRegistrationBean<TraceFilter> traces(Tracing tracing) {
    var filter = new FilterRegistrationBean<>(new TraceFilter(tracing));
    filter.addUrlPatterns("/api/*");
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
    filter.setEnabled(tracing.isOn());
    return filter;
  }
}
