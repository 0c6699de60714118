package chat.gateway.security;

import chat.gateway.problem.Problem;
import chat.guard.BriefErrors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** What the server itself answers, to what never becomes a request. */
@Configuration(proxyBeanMethods = false)
class JettyEdge {

  @Bean
  BriefErrors briefErrors(JsonMapper json) {
    return new BriefErrors(status -> json.writeValueAsBytes(Problem.ofStatus(status)));
  }
}
