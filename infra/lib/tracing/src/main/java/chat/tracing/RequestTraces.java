package chat.tracing;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/**
 * Traces HTTP requests; services that answer requests import it beside {@link
 * TracingConfiguration}.
 */
@Configuration(proxyBeanMethods = false)
public class RequestTraces {

  /** Runs around all other filters, so that it sees their answers. */
  @Bean
  FilterRegistrationBean<TraceFilter> traces(Tracing tracing) {
    var filter = new FilterRegistrationBean<>(new TraceFilter(tracing));
    filter.addUrlPatterns("/api/*");
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
    filter.setEnabled(tracing.isOn());
    return filter;
  }
}
