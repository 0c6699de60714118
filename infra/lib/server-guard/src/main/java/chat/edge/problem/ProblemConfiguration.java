package chat.edge.problem;

import chat.edge.guard.BriefErrors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/** Makes every HTTP error of a service a problem. Imported by services that serve users. */
@Configuration(proxyBeanMethods = false)
@Import({Problems.class, ProblemAdvice.class, ProblemFilter.class, ProblemPage.class})
public class ProblemConfiguration {

  @Bean
  Diagnosis diagnosis(ObjectProvider<DependencyFailures> dependencies) {
    return new Diagnosis(dependencies.stream().toList());
  }

  /** Errors that Jetty answers itself because they never become a request. */
  @Bean
  BriefErrors briefErrors(JsonMapper json) {
    return new BriefErrors(status -> json.writeValueAsBytes(Problem.ofStatus(status)));
  }
}
