package chat.upload.problem;

import chat.guard.BriefErrors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** What the server itself answers, to what never becomes a request. */
@Configuration(proxyBeanMethods = false)
class ServerErrors {

  @Bean
  BriefErrors briefErrors(JsonMapper json) {
    return new BriefErrors(status -> json.writeValueAsBytes(Problem.ofStatus(status)));
  }
}
