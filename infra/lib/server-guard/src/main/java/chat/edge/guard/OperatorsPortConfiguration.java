package chat.edge.guard;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Guards a service that has only a management port. */
@Configuration(proxyBeanMethods = false)
@Import({GuardConfiguration.class, ErrorPage.class})
public class OperatorsPortConfiguration {

  @Bean
  BriefErrors briefErrors() {
    return new BriefErrors(BareProblem::of);
  }
}
